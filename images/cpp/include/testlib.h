/*
 * testlib.h: what checkers, interactors and validators of programming contests are written against.
 *
 * An implementation of Glovebox's own of the interface that contest packages use, for packages that bring no testlib.h themselves. Exit codes and
 * first words on standard error are those that judges of testlib programs expect: 0 ok, 1 wrong answer, 2 wrong output format, 3 fail, 7 points,
 * 50+n... partially correct where the testing system asks for it.
 *
 * Command lines: checker INPUT OUTPUT ANSWER [REPORT [-appes]], interactor INPUT OUTPUT [ANSWER [REPORT [-appes]]], validator < INPUT.
 */
#ifndef GLOVEBOX_TESTLIB_H
#define GLOVEBOX_TESTLIB_H
#define _TESTLIB_H_
#define __TESTLIB__

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <climits>
#include <cmath>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <queue>
#include <random>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#ifndef OK_EXIT_CODE
#define OK_EXIT_CODE 0
#endif
#ifndef WA_EXIT_CODE
#define WA_EXIT_CODE 1
#endif
#ifndef PE_EXIT_CODE
#define PE_EXIT_CODE 2
#endif
#ifndef FAIL_EXIT_CODE
#define FAIL_EXIT_CODE 3
#endif
#ifndef POINTS_EXIT_CODE
#define POINTS_EXIT_CODE 7
#endif
#ifndef UNEXPECTED_EOF_EXIT_CODE
#ifdef ENABLE_UNEXPECTED_EOF
#define UNEXPECTED_EOF_EXIT_CODE 8
#else
#define UNEXPECTED_EOF_EXIT_CODE PE_EXIT_CODE
#endif
#endif
#ifndef PC_BASE_EXIT_CODE
#ifdef TESTSYS
#define PC_BASE_EXIT_CODE 50
#else
#define PC_BASE_EXIT_CODE 0
#endif
#endif

#define LF ((char)10)
#define CR ((char)13)
#define TAB ((char)9)
#define SPACE ((char)' ')
#define EOFC (255)
#define NOOP_ATTRIBUTE

enum TResult {
    _ok = 0,
    _wa = 1,
    _pe = 2,
    _fail = 3,
    _dirt = 4,
    _points = 5,
    _unexpected_eof = 8,
    _partially = 16,
};
#define _pc(exitCode) (TResult(_partially + (exitCode)))

enum TMode { _input, _output, _answer };
enum TTestlibMode { _unknown, _checker, _validator, _generator, _interactor, _scorer };

/* ---- text ---------------------------------------------------------------------------------------------------------------------------------- */

#if defined(__GNUC__)
#define TESTLIB_PRINTF(form, arguments) __attribute__((format(printf, form, arguments)))
#else
#define TESTLIB_PRINTF(form, arguments)
#endif

inline std::string testlib_vformat(const char *form, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(nullptr, 0, form, arguments);
    std::string text(size < 0 ? 0 : (size_t)size, '\0');
    if (size > 0) vsnprintf(&text[0], (size_t)size + 1, form, again);
    va_end(again);
    return text;
}

inline std::string format(const char *form, ...) TESTLIB_PRINTF(1, 2);
inline std::string format(const char *form, ...) {
    va_list arguments;
    va_start(arguments, form);
    std::string text = testlib_vformat(form, arguments);
    va_end(arguments);
    return text;
}

inline std::string format(const std::string form, ...) {
    va_list arguments;
    va_start(arguments, form);
    std::string text = testlib_vformat(form.c_str(), arguments);
    va_end(arguments);
    return text;
}
#define testlib_format_ format

#define TESTLIB_FORMATTED(form, text)                                                                                                                \
    std::string text;                                                                                                                                \
    {                                                                                                                                                \
        va_list testlib_arguments;                                                                                                                   \
        va_start(testlib_arguments, form);                                                                                                           \
        text = testlib_vformat(form, testlib_arguments);                                                                                             \
        va_end(testlib_arguments);                                                                                                                   \
    }

inline bool isEof(int c) { return c == EOFC || c == -1; }
inline bool isEoln(int c) { return c == LF || c == CR; }
inline bool isBlanks(int c) { return c == LF || c == CR || c == SPACE || c == TAB; }

inline std::string trim(const std::string &text) {
    size_t from = 0, to = text.size();
    while (from < to && isBlanks((unsigned char)text[from])) from++;
    while (to > from && isBlanks((unsigned char)text[to - 1])) to--;
    return text.substr(from, to - from);
}

inline std::string upperCase(std::string text) {
    for (char &c : text) c = (char)toupper((unsigned char)c);
    return text;
}

inline std::string lowerCase(std::string text) {
    for (char &c : text) c = (char)tolower((unsigned char)c);
    return text;
}

inline std::vector<std::string> split(const std::string &text, const std::string &separators) {
    std::vector<std::string> parts(1);
    for (char c : text) {
        if (separators.find(c) == std::string::npos) parts.back() += c;
        else parts.emplace_back();
    }
    return parts;
}
inline std::vector<std::string> split(const std::string &text, char separator) { return split(text, std::string(1, separator)); }

inline std::vector<std::string> tokenize(const std::string &text, const std::string &separators) {
    std::vector<std::string> parts;
    for (std::string &part : split(text, separators))
        if (!part.empty()) parts.push_back(part);
    return parts;
}
inline std::vector<std::string> tokenize(const std::string &text, char separator) { return tokenize(text, std::string(1, separator)); }

template <typename T> std::string vtos(const T &value) {
    std::ostringstream out;
    out << value;
    return out.str();
}
template <typename T> std::string toString(const T &value) { return vtos(value); }

template <typename Iterator> std::string join(Iterator from, Iterator to, const std::string &separator) {
    std::ostringstream out;
    for (Iterator i = from; i != to; ++i) {
        if (i != from) out << separator;
        out << *i;
    }
    return out.str();
}
template <typename Iterator> std::string join(Iterator from, Iterator to, char separator) { return join(from, to, std::string(1, separator)); }
template <typename Collection> std::string join(const Collection &all, const std::string &separator) {
    return join(all.begin(), all.end(), separator);
}
template <typename Collection> std::string join(const Collection &all, char separator = ' ') {
    return join(all.begin(), all.end(), std::string(1, separator));
}

/* A long text by its beginning and end. */
inline std::string compress(const std::string &text) {
    return text.size() <= 64 ? text : text.substr(0, 30) + "..." + text.substr(text.size() - 31);
}

inline std::string englishEnding(int number) {
    int last = std::abs(number) % 10, lastTwo = std::abs(number) % 100;
    if (lastTwo / 10 == 1) return "th";
    return last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th";
}

inline std::string removeDoubleTrailingZeros(std::string value) {
    if (value.find('.') == std::string::npos) return value;
    while (!value.empty() && value.back() == '0') value.pop_back();
    if (!value.empty() && value.back() == '.') value.pop_back();
    return value;
}

/* ---- numbers ------------------------------------------------------------------------------------------------------------------------------- */

template <typename T> T __testlib_abs(const T &value) { return value < 0 ? -value : value; }
template <typename T> T __testlib_min(const T &a, const T &b) { return a < b ? a : b; }
template <typename T> T __testlib_max(const T &a, const T &b) { return a > b ? a : b; }
inline bool __testlib_isNaN(double value) { return std::isnan(value); }
inline bool __testlib_isInfinite(double value) { return std::isinf(value); }

/* Whether the error is small, absolutely or relative to what was expected. */
inline bool doubleCompare(double expected, double result, double MAX_DOUBLE_ERROR) {
    double error = MAX_DOUBLE_ERROR + 1e-15;
    if (std::isnan(expected)) return std::isnan(result);
    if (std::isinf(expected)) return std::isinf(result) && (expected > 0) == (result > 0);
    if (std::isnan(result) || std::isinf(result)) return false;
    if (std::fabs(result - expected) <= error) return true;
    double one = expected * (1.0 - error), other = expected * (1.0 + error);
    return result >= std::min(one, other) && result <= std::max(one, other);
}

inline double doubleDelta(double expected, double result) {
    double absolute = std::fabs(result - expected);
    return std::fabs(expected) > 1e-9 ? std::min(absolute, std::fabs(absolute / expected)) : absolute;
}

/* ---- random numbers ------------------------------------------------------------------------------------------------------------------------ */

class random_t {
    unsigned long long seed;
    static const unsigned long long multiplier = 0x5DEECE66DULL, addend = 0xBULL, mask = (1ULL << 48) - 1;

    long long bits(int count) {
        if (count <= 48) {
            seed = (seed * multiplier + addend) & mask;
            return (long long)(seed >> (48 - count));
        }
        long long high = bits(31), low = bits(32);
        return (high << 32) ^ low;
    }

  public:
    static int version;
    random_t() : seed(3905348978240129619ULL) { setSeed(seed); }

    void setSeed(unsigned long long value) { seed = (value ^ multiplier) & mask; }
    void setSeed(int argc, char *argv[]) {
        seed = 3905348978240129619ULL & mask;
        for (int i = 1; i < argc; i++) {
            size_t length = strlen(argv[i]);
            for (size_t j = 0; j < length; j++) seed = seed * multiplier + (unsigned long long)(unsigned char)argv[i][j] + addend;
            seed += multiplier / addend;
        }
        seed &= mask;
    }

    int next(int n) {
        if (n <= 0) testlib_bad("random_t::next(int n): n must be positive");
        if ((n & -n) == n) return (int)(((long long)n * bits(31)) >> 31);
        const long long limit = INT_MAX / n * (long long)n;
        long long value;
        do value = bits(31);
        while (value >= limit);
        return (int)(value % n);
    }
    unsigned int next(unsigned int n) { return n > INT_MAX ? (unsigned int)next((long long)n) : (unsigned int)next((int)n); }
    long long next(long long n) {
        if (n <= 0) testlib_bad("random_t::next(long long n): n must be positive");
        const long long limit = LLONG_MAX / n * n;
        long long value;
        do value = bits(63);
        while (value >= limit);
        return value % n;
    }
    unsigned long long next(unsigned long long n) { return (unsigned long long)next((long long)n); }
    long next(long n) { return (long)next((long long)n); }
    unsigned long next(unsigned long n) { return (unsigned long)next((long long)n); }
    int next(int from, int to) { return (int)(next((long long)to - from + 1) + from); }
    unsigned int next(unsigned int from, unsigned int to) { return (unsigned int)(next((long long)to - from + 1) + from); }
    long long next(long long from, long long to) { return next(to - from + 1) + from; }
    unsigned long long next(unsigned long long from, unsigned long long to) { return (unsigned long long)next((long long)(to - from + 1)) + from; }
    long next(long from, long to) { return (long)next((long long)from, (long long)to); }
    double next() { return (double)(((bits(26)) << 27) + bits(27)) / (double)(1LL << 53); }
    double next(double n) { return n * next(); }
    double next(double from, double to) { return next(to - from) + from; }
    template <typename Container> typename Container::value_type any(const Container &all) {
        typename Container::const_iterator i = all.begin();
        std::advance(i, next((long long)all.size()));
        return *i;
    }
    template <typename Iterator> typename std::iterator_traits<Iterator>::value_type any(Iterator from, Iterator to) {
        return *(from + next((long long)(to - from)));
    }
    template <typename T> T wnext(T n, int type) {
        T best = next(n);
        for (int i = 0; i < std::abs(type); i++) best = type > 0 ? std::max(best, next(n)) : std::min(best, next(n));
        return best;
    }
    template <typename T> T wnext(T from, T to, int type) { return wnext((T)(to - from + 1), type) + from; }
    template <typename T> std::vector<T> perm(T size, T first) {
        std::vector<T> all;
        for (T i = 0; i < size; i++) all.push_back(first + i);
        for (size_t i = 1; i < all.size(); i++) std::swap(all[i], all[(size_t)next((long long)i + 1)]);
        return all;
    }
    template <typename T> std::vector<T> perm(T size) { return perm(size, T(0)); }

  private:
    [[noreturn]] static void testlib_bad(const char *message);
};
#if __cplusplus >= 201703L
inline int random_t::version = -1;
#else
__attribute__((weak)) int random_t::version = -1;
#endif

/* ---- patterns ------------------------------------------------------------------------------------------------------------------------------ */

/* Character sets in brackets, | ( ) * + ? {n} {n,m}; everything else stands for itself, \ before the special ones. */
class pattern {
    struct Node {
        enum Kind { SET, SEQUENCE, CHOICE } kind = SEQUENCE;
        std::vector<bool> set;
        std::vector<Node> children;
        int least = 1, most = 1;
    };
    Node root;
    std::string source;

    typedef std::vector<size_t> Ends;

    [[noreturn]] void bad(const char *why) const;

    Node choice(size_t &at) {
        Node node;
        node.kind = Node::CHOICE;
        node.children.push_back(sequence(at));
        while (at < source.size() && source[at] == '|') node.children.push_back(sequence(++at));
        return node;
    }
    Node sequence(size_t &at) {
        Node node;
        while (at < source.size() && source[at] != '|' && source[at] != ')') node.children.push_back(repeated(at));
        return node;
    }
    Node repeated(size_t &at) {
        Node node = atom(at);
        if (at >= source.size()) return node;
        switch (source[at]) {
        case '*': node.least = 0, node.most = INT_MAX, at++; break;
        case '+': node.most = INT_MAX, at++; break;
        case '?': node.least = 0, at++; break;
        case '{': {
            at++;
            node.least = node.most = number(at);
            if (at < source.size() && source[at] == ',') {
                at++;
                node.most = at < source.size() && source[at] == '}' ? INT_MAX : number(at);
            }
            if (at >= source.size() || source[at++] != '}') bad("{ is not closed");
        }
        }
        return node;
    }
    int number(size_t &at) {
        int value = 0;
        if (at >= source.size() || !isdigit((unsigned char)source[at])) bad("a number is missing");
        while (at < source.size() && isdigit((unsigned char)source[at])) value = value * 10 + (source[at++] - '0');
        return value;
    }
    Node atom(size_t &at) {
        Node node;
        if (source[at] == '(') {
            node = choice(++at);
            if (at >= source.size() || source[at++] != ')') bad("( is not closed");
            return node;
        }
        node.kind = Node::SET;
        node.set.assign(256, false);
        if (source[at] == '[') {
            at++;
            bool inverse = at < source.size() && source[at] == '^';
            if (inverse) at++;
            while (at < source.size() && source[at] != ']') {
                unsigned char from = character(at), to = from;
                if (at + 1 < source.size() && source[at] == '-' && source[at + 1] != ']') to = character(++at);
                for (int c = from; c <= to; c++) node.set[(size_t)c] = true;
            }
            if (at++ >= source.size()) bad("[ is not closed");
            if (inverse) node.set.flip();
        } else {
            node.set[character(at)] = true;
        }
        return node;
    }
    unsigned char character(size_t &at) {
        if (source[at] == '\\' && at + 1 < source.size()) at++;
        return (unsigned char)source[at++];
    }

    static Ends once(const Node &node, const std::string &text, const Ends &from) {
        Ends ends;
        if (node.kind == Node::SET) {
            for (size_t at : from)
                if (at < text.size() && node.set[(unsigned char)text[at]]) ends.push_back(at + 1);
        } else if (node.kind == Node::CHOICE) {
            for (const Node &child : node.children)
                for (size_t end : all(child, text, from)) ends.push_back(end);
            std::sort(ends.begin(), ends.end());
            ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
        } else {
            ends = from;
            for (const Node &child : node.children) ends = all(child, text, ends);
        }
        return ends;
    }
    static Ends all(const Node &node, const std::string &text, const Ends &from) {
        if (node.least == 1 && node.most == 1) return once(node, text, from);
        Ends reached, at = from;
        for (int count = 0; !at.empty(); count++) {
            if (count >= node.least) {
                Ends merged;
                std::set_union(reached.begin(), reached.end(), at.begin(), at.end(), std::back_inserter(merged));
                if (count > node.least && merged.size() == reached.size()) break;
                reached.swap(merged);
            }
            if (count == node.most) break;
            at = once(node, text, at);
        }
        return reached;
    }

  public:
    pattern(const std::string &form) : source(form) {
        size_t at = 0;
        root = choice(at);
        if (at != source.size()) bad("a ) too many");
    }
    bool matches(const std::string &text) const {
        /* The usual form, one set repeated, without a list of all ends. */
        if (root.children.size() == 1 && root.children[0].children.size() == 1 && root.children[0].children[0].kind == Node::SET) {
            const Node &only = root.children[0].children[0];
            if (text.size() < (size_t)only.least || text.size() > (size_t)only.most) return false;
            for (char c : text)
                if (!only.set[(unsigned char)c]) return false;
            return true;
        }
        Ends ends = all(root, text, Ends(1, 0));
        return std::binary_search(ends.begin(), ends.end(), text.size());
    }
    std::string src() const { return source; }
};

/* ---- streams ------------------------------------------------------------------------------------------------------------------------------- */

inline void testlib_setTestCase(int testCase);

class InStream {
  public:
    TMode mode = _input;
    bool strict = false, opened = false, stdfile = false;
    std::string name;
    int wordReserveSize = 256;
    std::string _tmpReadToken;

    InStream() {}

    void init(const std::string &file, TMode streamMode);
    void init(std::FILE *file, TMode streamMode) {
        close();
        source = file, mode = streamMode, opened = true, stdfile = file == stdin;
        name = file == stdin ? "stdin" : "file";
        fill = at = 0, ended = false, line = 1;
        skipBom();
    }
    void close() {
        if (source && source != stdin) fclose(source);
        source = nullptr, opened = false;
    }
    void reset(std::FILE *file = nullptr) {
        if (file) return init(file, mode);
        if (stdfile) quit(_fail, "standard input can't be read again");
        std::FILE *again = source;
        if (again) rewind(again);
        fill = at = 0, ended = false, line = 1;
        skipBom();
    }

    [[noreturn]] void quit(TResult result, const char *message);
    [[noreturn]] void quitf(TResult result, const char *form, ...) TESTLIB_PRINTF(3, 4);
    [[noreturn]] void quits(TResult result, std::string message) { quit(result, message.c_str()); }
    void quitif(bool condition, TResult result, const char *form, ...) TESTLIB_PRINTF(4, 5);

    /* Characters. */
    char curChar() { return (char)peek(); }
    char nextChar() { return (char)take(); }
    void skipChar() { take(); }
    void unreadChar(char) {
        if (at > 0) at--;
    }
    char readChar() {
        int c = take();
        if (c == EOFC_) quit(_unexpected_eof, "Unexpected end of file - character expected");
        return (char)c;
    }
    char readChar(char expected) {
        char found = readChar();
        if (found != expected)
            quitf(_pe, "Unexpected character '%c', but '%c' expected", printable(found), printable(expected));
        return found;
    }
    char readSpace() { return readChar(' '); }
    void skipBlanks() {
        while (isBlanks(peek())) take();
    }
    bool eof() { return !opened || peek() == EOFC_; }
    bool seekEof() {
        if (!opened) return true;
        skipBlanks();
        return eof();
    }
    bool eoln() {
        int c = peek();
        if (c == EOFC_) return !strict;
        if (strict) return c == LF;
        return c == LF || c == CR;
    }
    bool seekEoln() {
        while (peek() == SPACE || peek() == TAB) take();
        return eoln();
    }
    void readEoln() {
        if (!takeEoln()) quit(_pe, "Expected EOLN");
    }
    void readEof() {
        if (!eof()) quit(_pe, "Expected EOF");
    }
    void nextLine() { readLine(); }

    /* Words. */
    std::string readWord() {
        std::string word;
        readWordTo(word);
        return word;
    }
    std::string readToken() { return readWord(); }
    std::string readWord(const pattern &form, const std::string &variable = "") { return matched(readWord(), form, variable, "Token"); }
    std::string readWord(const std::string &form, const std::string &variable = "") { return readWord(pattern(form), variable); }
    std::string readToken(const pattern &form, const std::string &variable = "") { return readWord(form, variable); }
    std::string readToken(const std::string &form, const std::string &variable = "") { return readWord(form, variable); }
    void readWordTo(std::string &word) {
        if (!strict) skipBlanks();
        if (peek() == EOFC_) quit(_unexpected_eof, "Unexpected end of file - token expected");
        if (isBlanks(peek())) quit(_pe, "Unexpected white-space - token expected");
        word.clear();
        while (peek() != EOFC_ && !isBlanks(peek())) word += (char)take();
    }
    void readTokenTo(std::string &word) { readWordTo(word); }
    void readWordTo(std::string &word, const pattern &form, const std::string &variable = "") { word = readWord(form, variable); }
    void readWordTo(std::string &word, const std::string &form, const std::string &variable = "") { word = readWord(form, variable); }
    void readTokenTo(std::string &word, const pattern &form, const std::string &variable = "") { word = readWord(form, variable); }
    void readTokenTo(std::string &word, const std::string &form, const std::string &variable = "") { word = readWord(form, variable); }

    /* Lines. */
    std::string readLine() {
        std::string text;
        readLineTo(text);
        return text;
    }
    std::string readString() { return readLine(); }
    std::string readLine(const pattern &form, const std::string &variable = "") { return matched(readLine(), form, variable, "Line"); }
    std::string readLine(const std::string &form, const std::string &variable = "") { return readLine(pattern(form), variable); }
    std::string readString(const pattern &form, const std::string &variable = "") { return readLine(form, variable); }
    std::string readString(const std::string &form, const std::string &variable = "") { return readLine(form, variable); }
    void readLineTo(std::string &text) {
        if (peek() == EOFC_) quit(_unexpected_eof, "Expected line");
        text.clear();
        while (peek() != EOFC_ && !isEoln(peek())) text += (char)take();
        if (peek() == EOFC_) {
            if (strict) quit(_unexpected_eof, "Expected EOLN");
        } else {
            takeEoln();
        }
    }
    void readStringTo(std::string &text) { readLineTo(text); }
    void readLineTo(std::string &text, const pattern &form, const std::string &variable = "") { text = readLine(form, variable); }
    void readLineTo(std::string &text, const std::string &form, const std::string &variable = "") { text = readLine(form, variable); }
    void readStringTo(std::string &text, const pattern &form, const std::string &variable = "") { text = readLine(form, variable); }
    void readStringTo(std::string &text, const std::string &form, const std::string &variable = "") { text = readLine(form, variable); }

    /* Numbers. */
    long long readLong() {
        return parsed(readWord(), "integer");
    }
    unsigned long long readUnsignedLong() {
        std::string word = readWord();
        bool right = word[0] != '0' || word.size() == 1;
        for (char c : word) right = right && isdigit((unsigned char)c);
        errno = 0;
        unsigned long long value = right ? strtoull(word.c_str(), nullptr, 10) : 0;
        if (!right || errno == ERANGE) quitf(_pe, "Expected unsigned integer, but \"%s\" found", compress(word).c_str());
        return value;
    }
    int readInt() {
        std::string word = readWord();
        long long value = parsed(word, "int32");
        if (value < INT_MIN || value > INT_MAX) quitf(_pe, "Expected int32, but \"%s\" found", compress(word).c_str());
        return (int)value;
    }
    int readInteger() { return readInt(); }
    long long readLong(long long least, long long most, const std::string &variable = "") {
        return ranged("Integer", readLong(), least, most, variable);
    }
    unsigned long long readUnsignedLong(unsigned long long least, unsigned long long most, const std::string &variable = "") {
        return ranged("Unsigned integer", readUnsignedLong(), least, most, variable);
    }
    unsigned long long readLong(unsigned long long least, unsigned long long most, const std::string &variable = "") {
        return readUnsignedLong(least, most, variable);
    }
    int readInt(int least, int most, const std::string &variable = "") { return ranged("Integer", readInt(), least, most, variable); }
    int readInteger(int least, int most, const std::string &variable = "") { return readInt(least, most, variable); }
    double readReal() {
        std::string word = readWord();
        int signs = 0, points = 0, digits = 0, exponents = 0;
        bool right = true;
        for (char c : word) {
            if (isdigit((unsigned char)c)) digits++;
            else if (c == '-' || c == '+') signs++;
            else if (c == '.') points++;
            else if (c == 'e' || c == 'E') exponents++;
            else right = false;
        }
        char *end = nullptr;
        double value = strtod(word.c_str(), &end);
        right = right && digits > 0 && signs <= 2 && points <= 1 && exponents <= 1 && *end == '\0';
        if (!right || std::isnan(value)) quitf(_pe, "Expected double, but \"%s\" found", compress(word).c_str());
        return value;
    }
    double readDouble() { return readReal(); }
    double readReal(double least, double most, const std::string &variable = "") {
        double value = readReal();
        if (value < least || value > most)
            quitf(_wa, "Double %svalue %.10g violates the range [%.10g, %.10g]", named(variable).c_str(), value, least, most);
        return value;
    }
    double readDouble(double least, double most, const std::string &variable = "") { return readReal(least, most, variable); }
    double readStrictReal(double least, double most, int fewest, int greatest, const std::string &variable = "") {
        std::string word = readWord();
        size_t sign = !word.empty() && word[0] == '-' ? 1 : 0, point = word.find('.');
        size_t whole = (point == std::string::npos ? word.size() : point) - sign, after = point == std::string::npos ? 0 : word.size() - point - 1;
        bool right = whole > 0 && (word[sign] != '0' || whole == 1) && after >= (size_t)fewest && after <= (size_t)greatest
                     && !(point != std::string::npos && after == 0);
        for (size_t i = sign; i < word.size(); i++) right = right && (i == point || isdigit((unsigned char)word[i]));
        if (!right)
            quitf(_pe, "Expected strict double with %d to %d digits after the point, but \"%s\" found", fewest, greatest, compress(word).c_str());
        double value = strtod(word.c_str(), nullptr);
        if (value < least || value > most)
            quitf(_wa, "Strict double %svalue violates the range [%.10g, %.10g]", named(variable).c_str(), least, most);
        return value;
    }
    double readStrictDouble(double least, double most, int fewest, int greatest, const std::string &variable = "") {
        return readStrictReal(least, most, fewest, greatest, variable);
    }

    /* Many at a time, in a strict stream with one space between. */
#define TESTLIB_MANY(NAME, ONE, TYPE)                                                                                                                \
    std::vector<TYPE> NAME(int size, TYPE least, TYPE most, const std::string &variable = "", int first = 1) {                                       \
        return many<TYPE>(size, [&](int i) { return ONE(least, most, indexed(variable, first + i)); });                                              \
    }                                                                                                                                                \
    std::vector<TYPE> NAME(int size) {                                                                                                               \
        return many<TYPE>(size, [&](int) { return ONE(); });                                                                                         \
    }
    TESTLIB_MANY(readInts, readInt, int)
    TESTLIB_MANY(readIntegers, readInt, int)
    TESTLIB_MANY(readLongs, readLong, long long)
    TESTLIB_MANY(readUnsignedLongs, readUnsignedLong, unsigned long long)
    TESTLIB_MANY(readReals, readReal, double)
    TESTLIB_MANY(readDoubles, readReal, double)
#undef TESTLIB_MANY
    std::vector<std::string> readWords(int size) {
        return many<std::string>(size, [&](int) { return readWord(); });
    }
    std::vector<std::string> readWords(int size, const std::string &form, const std::string &variable = "", int first = 1) {
        pattern compiled(form);
        return many<std::string>(size, [&](int i) { return readWord(compiled, indexed(variable, first + i)); });
    }
    std::vector<std::string> readTokens(int size) { return readWords(size); }
    std::vector<std::string> readTokens(int size, const std::string &form, const std::string &variable = "", int first = 1) {
        return readWords(size, form, variable, first);
    }
    std::vector<std::string> readLines(int size) {
        std::vector<std::string> all;
        for (int i = 0; i < size; i++) all.push_back(readLine());
        return all;
    }
    std::vector<std::string> readStrings(int size) { return readLines(size); }

    void skipBom() {
        if (peek() != 0xEF) return;
        ensureBuffered(3);
        if (fill - at >= 3 && (unsigned char)buffer[at + 1] == 0xBB && (unsigned char)buffer[at + 2] == 0xBF) at += 3;
    }
    void setTestCase(int testCase) { ::testlib_setTestCase(testCase); }
    int getLine() const { return line; }

  private:
    static const int EOFC_ = -1;
    std::FILE *source = nullptr;
    std::vector<char> buffer = std::vector<char>(1 << 16);
    size_t fill = 0, at = 0;
    bool ended = false;
    int line = 1;

    /* What is there, and not more: whoever talks with a program must not wait for what it has not been asked for. */
    bool more() {
        if (ended || !source) return false;
        if (at > 0) {
            memmove(buffer.data(), buffer.data() + at - 1, fill - at + 1);
            fill -= at - 1;
            at = 1;
        }
        if (fill == buffer.size()) buffer.resize(2 * buffer.size());
        if (stdfile) {
            int c = getc(source);
            if (c == EOF) ended = true;
            else buffer[fill++] = (char)c;
        } else {
            size_t got = fread(buffer.data() + fill, 1, buffer.size() - fill, source);
            if (got == 0) ended = true;
            fill += got;
        }
        return !ended;
    }
    void ensureBuffered(size_t count) {
        while (fill - at < count && more()) {}
    }
    int peek() { return at < fill || more() ? (int)(unsigned char)buffer[at] : EOFC_; }
    int take() {
        int c = peek();
        if (c == EOFC_) return c;
        at++;
        if (c == LF) line++;
        return c;
    }
    bool takeEoln() {
        int c = peek();
        if (c == EOFC_) return !strict;
        if (c == LF) return take(), true;
        if (c != CR || strict) return false;
        take();
        if (peek() == LF) take();
        return true;
    }
    static char printable(char c) { return c >= ' ' && c < 127 ? c : '?'; }
    static std::string named(const std::string &variable) { return variable.empty() ? "" : "parameter [name=" + variable + "] "; }
    static std::string indexed(const std::string &variable, int index) {
        return variable.empty() ? variable : variable + "[" + vtos(index) + "]";
    }
    long long parsed(const std::string &word, const char *what) {
        size_t sign = word[0] == '-' ? 1 : 0, digits = word.size() - sign;
        bool right = digits > 0 && (word[sign] != '0' || (digits == 1 && !sign));
        for (size_t i = sign; i < word.size(); i++) right = right && isdigit((unsigned char)word[i]);
        errno = 0;
        long long value = right ? strtoll(word.c_str(), nullptr, 10) : 0;
        if (!right || errno == ERANGE) quitf(_pe, "Expected %s, but \"%s\" found", what, compress(word).c_str());
        return value;
    }
    template <typename T> T ranged(const char *what, T value, T least, T most, const std::string &variable) {
        if (value < least || value > most)
            quits(_wa, std::string(what) + " " + named(variable) + "equals to " + vtos(value) + ", violates the range [" + vtos(least) + ", " +
                           vtos(most) + "]");
        return value;
    }
    std::string matched(std::string text, const pattern &form, const std::string &variable, const char *what) {
        if (!form.matches(text))
            quits(_wa, std::string(what) + " " + named(variable) + "equals to \"" + compress(text) + "\", doesn't correspond to pattern \"" +
                           compress(form.src()) + "\"");
        return text;
    }
    template <typename T, typename One> std::vector<T> many(int size, One one) {
        if (size < 0) quit(_fail, "a negative number of elements");
        std::vector<T> all;
        for (int i = 0; i < size; i++) {
            if (strict && i > 0) readSpace();
            all.push_back(one(i));
        }
        return all;
    }
};

/* ---- the program's state ------------------------------------------------------------------------------------------------------------------- */

struct TestlibState {
    TTestlibMode mode = _unknown;
    std::string report, testset, group;
    bool appes = false, finalized = false;
    int testCase = -1;
    std::string program;
};

#if __cplusplus >= 201703L
inline TestlibState testlib_state;
inline InStream inf, ouf, ans;
inline std::fstream tout;
inline random_t rnd;
#else
__attribute__((weak)) TestlibState testlib_state;
__attribute__((weak)) InStream inf;
__attribute__((weak)) InStream ouf;
__attribute__((weak)) InStream ans;
__attribute__((weak)) std::fstream tout;
__attribute__((weak)) random_t rnd;
#endif
#define testlibMode (testlib_state.mode)

struct Checker {
    std::string testset() const { return testlib_state.testset; }
    std::string group() const { return testlib_state.group; }
};
struct Validator {
    std::string testset() const { return testlib_state.testset; }
    std::string group() const { return testlib_state.group; }
    void addFeature(const std::string &) {}
    void feature(const std::string &) {}
};
static Checker checker __attribute__((unused));
static Validator validator __attribute__((unused));

inline std::string testlib_sanitized(std::string text) {
    const size_t most = 32000;
    if (text.size() > most) text = text.substr(0, most) + "...";
    for (char &c : text)
        if ((unsigned char)c < 32 && c != '\n' && c != '\t' && c != '\r') c = '.';
    return text;
}

inline std::string testlib_xml(const std::string &text) {
    std::string safe;
    for (char c : text) {
        switch (c) {
        case '&': safe += "&amp;"; break;
        case '<': safe += "&lt;"; break;
        case '>': safe += "&gt;"; break;
        case '"': safe += "&quot;"; break;
        default: safe += c;
        }
    }
    return safe;
}

/* Says the result to everybody who wants to know it, and ends the program. */
[[noreturn]] inline void testlib_end(TResult result, const std::string &points, std::string message) {
    testlib_state.finalized = true;
    if (testlib_state.testCase >= 0) message = "test case " + vtos(testlib_state.testCase) + ": " + message;
    message = testlib_sanitized(message);
    if (result == _dirt) result = _pe;
    int status;
    std::string words, outcome, attribute;
    switch (result) {
    case _ok: status = OK_EXIT_CODE, words = "ok ", outcome = "accepted"; break;
    case _wa: status = WA_EXIT_CODE, words = "wrong answer ", outcome = "wrong-answer"; break;
    case _pe: status = PE_EXIT_CODE, words = "wrong output format ", outcome = "presentation-error"; break;
    case _fail: status = FAIL_EXIT_CODE, words = "FAIL ", outcome = "fail"; break;
    case _points:
        status = POINTS_EXIT_CODE, words = "points " + points + " ", outcome = "points";
        attribute = " points=\"" + testlib_xml(points) + "\"";
        break;
    case _unexpected_eof: status = UNEXPECTED_EOF_EXIT_CODE, words = "unexpected eof ", outcome = "unexpected-eof"; break;
    default: {
        int part = (int)result - (int)_partially;
        status = PC_BASE_EXIT_CODE + part, words = "partially correct (" + vtos(part) + ") ", outcome = "partially-correct";
        attribute = " pctype=\"" + vtos(part) + "\"";
    }
    }
    if (tout.is_open()) tout.close();
    std::cout.flush();
    fprintf(stderr, "%s%s\n", words.c_str(), message.c_str());
    fflush(stderr);
    if (!testlib_state.report.empty()) {
        std::FILE *file = fopen(testlib_state.report.c_str(), "wb");
        if (!file) {
            fprintf(stderr, "FAIL the report can't be written\n");
            std::exit(FAIL_EXIT_CODE);
        }
        if (testlib_state.appes)
            fprintf(file, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<result outcome=\"%s\"%s>%s</result>\n", outcome.c_str(), attribute.c_str(),
                    testlib_xml(message).c_str());
        else fprintf(file, "%s%s\n", words.c_str(), message.c_str());
        fclose(file);
    }
    std::exit(status);
}

[[noreturn]] inline void random_t::testlib_bad(const char *message) { testlib_end(_fail, "", message); }
[[noreturn]] inline void pattern::bad(const char *why) const { testlib_end(_fail, "", "pattern \"" + source + "\": " + why); }

inline void InStream::init(const std::string &file, TMode streamMode) {
    std::FILE *open = fopen(file.c_str(), "rb");
    if (!open) {
        if (streamMode == _output) testlib_end(_pe, "", "Output file not found: \"" + file + "\"");
        testlib_end(_fail, "", "File not found: \"" + file + "\"");
    }
    init(open, streamMode);
    name = file;
}

[[noreturn]] inline void InStream::quit(TResult result, const char *message) {
    /* Whatever is wrong with the jury's files is the jury's fault. */
    if (mode != _output && result != _fail) {
        if (testlib_state.mode == _validator) testlib_end(_fail, "", std::string(message) + " (" + name + ", line " + vtos(line) + ")");
        testlib_end(_fail, "", std::string(message) + " (" + name + ")");
    }
    /* An output that goes on after the right answer is not the right answer. */
    if (result == _ok && testlib_state.mode != _interactor && this == &ouf && !seekEof()) testlib_end(_pe, "", "Extra information in the output file");
    testlib_end(result, "", message);
}

[[noreturn]] inline void InStream::quitf(TResult result, const char *form, ...) {
    TESTLIB_FORMATTED(form, message)
    quit(result, message.c_str());
}

inline void InStream::quitif(bool condition, TResult result, const char *form, ...) {
    if (!condition) return;
    TESTLIB_FORMATTED(form, message)
    quit(result, message.c_str());
}

/* ---- results ------------------------------------------------------------------------------------------------------------------------------- */

[[noreturn]] inline void quit(TResult result, const char *message) { ouf.quit(result, message); }
[[noreturn]] inline void quit(TResult result, const std::string &message) { ouf.quit(result, message.c_str()); }
[[noreturn]] inline void quitf(TResult result, const char *form, ...) TESTLIB_PRINTF(2, 3);
[[noreturn]] inline void quitf(TResult result, const char *form, ...) {
    TESTLIB_FORMATTED(form, message)
    ouf.quit(result, message.c_str());
}
inline void quitif(bool condition, TResult result, const char *form, ...) TESTLIB_PRINTF(3, 4);
inline void quitif(bool condition, TResult result, const char *form, ...) {
    if (!condition) return;
    TESTLIB_FORMATTED(form, message)
    ouf.quit(result, message.c_str());
}
[[noreturn]] inline void __testlib_quitp(double points, const char *message) {
    testlib_end(_points, removeDoubleTrailingZeros(format("%.10f", points)), message ? message : "");
}
[[noreturn]] inline void __testlib_quitp(int points, const char *message) { testlib_end(_points, vtos(points), message ? message : ""); }
[[noreturn]] inline void quitp(float points, const char *message = nullptr) { __testlib_quitp((double)points, message); }
[[noreturn]] inline void quitp(double points, const char *message = nullptr) { __testlib_quitp(points, message); }
[[noreturn]] inline void quitp(int points, const char *message = nullptr) { __testlib_quitp(points, message); }
template <typename Number> [[noreturn]] void quitp(Number points, const char *form, ...) {
    TESTLIB_FORMATTED(form, message)
    quitp(points, message.c_str());
}
[[noreturn]] inline void quitpi(const std::string &points, const char *message = nullptr) { testlib_end(_points, points, message ? message : ""); }

#define ensure(condition) \
    do { \
        if (!(condition)) quit(_fail, "Condition failed: \"" #condition "\""); \
    } while (0)
inline void ensuref(bool condition, const char *form, ...) TESTLIB_PRINTF(2, 3);
inline void ensuref(bool condition, const char *form, ...) {
    if (condition) return;
    TESTLIB_FORMATTED(form, message)
    testlib_end(_fail, "", message);
}
#define ensure_ext ensure
inline void __testlib_ensure(bool condition, const std::string &message) {
    if (!condition) testlib_end(_fail, "", message);
}
[[noreturn]] inline void __testlib_fail(const std::string &message) { testlib_end(_fail, "", message); }

template <typename T> [[noreturn]] void expectedButFound(TResult result, T expected, T found, const char *prepend = "", ...) {
    TESTLIB_FORMATTED(prepend, before)
    quit(result, before + (before.empty() ? "" : " ") + "expected '" + compress(vtos(expected)) + "', found '" + compress(vtos(found)) + "'");
}

inline void testlib_setTestCase(int testCase) { testlib_state.testCase = testCase; }
inline void setTestCase(int testCase) { testlib_state.testCase = testCase; }
inline void unsetTestCase() { testlib_state.testCase = -1; }
inline void disableFinalizeGuard() { testlib_state.finalized = true; }
inline void setAppesModeEncoding(const std::string &) {}

/* ---- registration -------------------------------------------------------------------------------------------------------------------------- */

struct TestlibGuard {
    ~TestlibGuard() {
        if ((testlib_state.mode == _checker || testlib_state.mode == _interactor) && !testlib_state.finalized) {
            fprintf(stderr, "FAIL the program ended without a result: quit or quitf is missing\n");
            fflush(stderr);
            _Exit(FAIL_EXIT_CODE);
        }
    }
};
static TestlibGuard testlib_guard __attribute__((unused));

inline std::vector<std::string> testlib_arguments(int argc, char *argv[]) {
    std::vector<std::string> rest;
    testlib_state.program = argc > 0 ? argv[0] : "";
    for (int i = 1; i < argc; i++) {
        std::string argument = argv[i];
        if ((argument == "--testset" || argument == "--group") && i + 1 < argc) {
            (argument == "--testset" ? testlib_state.testset : testlib_state.group) = argv[++i];
        } else {
            rest.push_back(argument);
        }
    }
    return rest;
}

inline void testlib_reportTo(const std::vector<std::string> &arguments, size_t at) {
    if (arguments.size() > at) testlib_state.report = arguments[at];
    if (arguments.size() > at + 1) testlib_state.appes = upperCase(arguments[at + 1]) == "-APPES";
}

inline void registerTestlibCmd(int argc, char *argv[]) {
    testlib_state.mode = _checker;
    std::vector<std::string> arguments = testlib_arguments(argc, argv);
    if (arguments.size() < 3 || arguments.size() > 5)
        testlib_end(_fail, "", "Program must be run with the following arguments: INPUT OUTPUT ANSWER [REPORT [-appes]]");
    testlib_reportTo(arguments, 3);
    inf.init(arguments[0], _input);
    ouf.init(arguments[1], _output);
    ans.init(arguments[2], _answer);
}

inline void registerTestlib(int count, ...) {
    std::vector<std::string> files(1, "checker");
    va_list arguments;
    va_start(arguments, count);
    for (int i = 0; i < count; i++) files.push_back(va_arg(arguments, char *));
    va_end(arguments);
    std::vector<char *> argv;
    for (std::string &file : files) argv.push_back(&file[0]);
    registerTestlibCmd((int)argv.size(), argv.data());
}

inline void registerInteraction(int argc, char *argv[]) {
    testlib_state.mode = _interactor;
    std::vector<std::string> arguments = testlib_arguments(argc, argv);
    if (arguments.size() < 2 || arguments.size() > 5)
        testlib_end(_fail, "", "Program must be run with the following arguments: INPUT OUTPUT [ANSWER [REPORT [-appes]]]");
    testlib_reportTo(arguments, 3);
    inf.init(arguments[0], _input);
    tout.open(arguments[1].c_str(), std::ios_base::out | std::ios_base::binary);
    if (tout.fail()) testlib_end(_fail, "", "Can not write to the test-output-file '" + arguments[1] + "'");
    ouf.init(stdin, _output);
    if (arguments.size() > 2) ans.init(arguments[2], _answer);
    else ans.mode = _answer;
}

inline void registerValidation() {
    testlib_state.mode = _validator;
    inf.strict = true;
    inf.init(stdin, _input);
}
inline void registerValidation(int argc, char *argv[]) {
    testlib_arguments(argc, argv);
    registerValidation();
}

inline void registerGen(int argc, char *argv[], int version = 1) {
    testlib_state.mode = _generator;
    random_t::version = version;
    rnd.setSeed(argc, argv);
}

template <typename Iterator> void shuffle(Iterator from, Iterator to) {
    for (Iterator i = from + (from != to ? 1 : 0); i < to; ++i) std::iter_swap(i, from + rnd.next((long long)(i - from) + 1));
}

template <typename... Parts> void println(const Parts &...parts) {
    bool first = true;
    int unused[] = {0, ((std::cout << (first ? "" : " ") << parts, first = false), 0)...};
    (void)unused;
    std::cout << std::endl;
}

#endif

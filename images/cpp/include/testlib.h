// A header for checkers, interactors, validators and generators of contest problems.
//
// It offers the interface that such programs know by the name testlib, and was written for Glovebox from what is documented of it: the names, the
// exit codes and the first words of messages. It shares no code with any other. Packages that bring a testlib.h of their own are built with that.
//
// Exit codes: 0 ok, 1 wrong answer, 2 wrong output format, 3 fail (the jury's own fault), 7 points, 50 + n partially correct.
// Built with -DENABLE_UNEXPECTED_EOF an output that ends too early is 8, otherwise 2.
#ifndef GLOVEBOX_TESTLIB_H
#define GLOVEBOX_TESTLIB_H
#define _TESTLIB_H_
#define TESTLIB_H

#include <algorithm>
#include <cctype>
#include <cfloat>
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
#include <queue>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#if defined(EJUDGE)
#define OK_EXIT_CODE 0
#define WA_EXIT_CODE 5
#define PE_EXIT_CODE 4
#define FAIL_EXIT_CODE 6
#define DIRT_EXIT_CODE 6
#define UNEXPECTED_EOF_EXIT_CODE 4
#elif defined(CONTESTER)
#define OK_EXIT_CODE 0xAC
#define WA_EXIT_CODE 0xAB
#define PE_EXIT_CODE 0xAA
#define FAIL_EXIT_CODE 0xA3
#define DIRT_EXIT_CODE 0xAA
#define UNEXPECTED_EOF_EXIT_CODE 0xAA
#endif
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
#ifndef DIRT_EXIT_CODE
#define DIRT_EXIT_CODE PE_EXIT_CODE
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
#define PC_BASE_EXIT_CODE 50
#endif

#ifdef __GNUC__
#define TESTLIB_PRINTF(text, first) __attribute__((__format__(__printf__, text, first)))
#define TESTLIB_NORETURN __attribute__((noreturn))
#else
#define TESTLIB_PRINTF(text, first)
#define TESTLIB_NORETURN
#endif

enum TResult {
  _ok = 0,
  _wa = 1,
  _pe = 2,
  _fail = 3,
  _dirt = 4,
  _points = 5,
  _unexpected_eof = 8,
  _partially = 16
};
#define _pc(exitCode) (TResult(_partially + (exitCode)))

enum TMode { _input, _output, _answer };
enum TTestlibMode { _unknown, _checker, _validator, _generator, _interactor, _scorer };

const char LF = 10;
const char CR = 13;
const char TAB = 9;
const char SPACE = 32;
const char EOFC = (char)-1;
const long long __TESTLIB_LONGLONG_MAX = 9223372036854775807LL;
const int MAX_MESSAGE_LENGTH = 32000;

// ---- text ----

static inline std::string __glovebox_vformat(const char* pattern, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(nullptr, 0, pattern, again);
  va_end(again);
  if (length < 0) return std::string(pattern);
  std::vector<char> buffer((size_t)length + 1);
  vsnprintf(buffer.data(), buffer.size(), pattern, arguments);
  return std::string(buffer.data(), (size_t)length);
}

static inline std::string format(const char* pattern, ...) TESTLIB_PRINTF(1, 2);
static inline std::string format(const char* pattern, ...) {
  va_list arguments;
  va_start(arguments, pattern);
  std::string text = __glovebox_vformat(pattern, arguments);
  va_end(arguments);
  return text;
}
static inline std::string format(const std::string pattern, ...) {
  va_list arguments;
  va_start(arguments, pattern);
  std::string text = __glovebox_vformat(pattern.c_str(), arguments);
  va_end(arguments);
  return text;
}
#define testlib_format_ format

template <typename T>
static inline std::string vtos(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}
template <typename T>
static inline std::string toString(const T& value) { return vtos(value); }
static inline std::string toHumanReadableString(const long long& value) { return vtos(value); }

static inline bool isEof(int c) { return c == EOF || c == (int)EOFC; }
static inline bool isEoln(int c) { return c == LF || c == CR; }
static inline bool isBlanks(int c) { return c == LF || c == CR || c == SPACE || c == TAB; }

static inline std::string trim(const std::string& text) {
  size_t from = 0, to = text.size();
  while (from < to && isBlanks((unsigned char)text[from])) from++;
  while (to > from && isBlanks((unsigned char)text[to - 1])) to--;
  return text.substr(from, to - from);
}
static inline std::string lowerCase(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
  return text;
}
static inline std::string upperCase(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
  return text;
}
static inline std::string compress(const std::string& text) {
  std::string safe;
  for (char c : text) safe += ((unsigned char)c < 32 && c != '\n' && c != '\t') || c == 127 ? '?' : c;
  return safe.size() <= 64 ? safe : safe.substr(0, 30) + "..." + safe.substr(safe.size() - 31);
}
static inline std::string englishEnding(int n) {
  n = std::abs(n) % 100;
  if (n / 10 == 1) return "th";
  switch (n % 10) {
    case 1: return "st";
    case 2: return "nd";
    case 3: return "rd";
    default: return "th";
  }
}
template <typename Iterator, typename Separator>
static inline std::string join(Iterator first, Iterator last, Separator separator) {
  std::ostringstream out;
  for (Iterator i = first; i != last; ++i) {
    if (i != first) out << separator;
    out << *i;
  }
  return out.str();
}
template <typename Iterator>
static inline std::string join(Iterator first, Iterator last) { return join(first, last, ' '); }
template <typename Collection, typename Separator>
static inline std::string join(const Collection& items, Separator separator) {
  return join(items.begin(), items.end(), separator);
}
template <typename Collection>
static inline std::string join(const Collection& items) { return join(items, ' '); }

// Every separator ends a part, so that parts may be empty.
static inline std::vector<std::string> split(const std::string& text, const std::string& separators) {
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (separators.find(c) != std::string::npos) parts.emplace_back();
    else parts.back() += c;
  }
  return parts;
}
static inline std::vector<std::string> split(const std::string& text, char separator) {
  return split(text, std::string(1, separator));
}
// As split, less the empty parts.
static inline std::vector<std::string> tokenize(const std::string& text, const std::string& separators) {
  std::vector<std::string> parts;
  for (const std::string& part : split(text, separators))
    if (!part.empty()) parts.push_back(part);
  return parts;
}
static inline std::vector<std::string> tokenize(const std::string& text, char separator) {
  return tokenize(text, std::string(1, separator));
}
static inline std::vector<std::string> tokenize(const std::string& text) {
  return tokenize(text, std::string(" \t\r\n"));
}

// ---- numbers ----

static inline bool isNaN(double x) { return std::isnan(x); }
static inline bool __testlib_isNaN(double x) { return std::isnan(x); }
static inline bool isInfinite(double x) { return std::isinf(x); }
static inline bool __testlib_isInfinite(double x) { return std::isinf(x); }

// Equal up to an absolute or a relative error.
static inline bool doubleCompare(double expected, double result, double error) {
  error += 1e-15;
  if (std::isnan(expected)) return std::isnan(result);
  if (std::isinf(expected)) return std::isinf(result) && (expected > 0) == (result > 0);
  if (std::isnan(result) || std::isinf(result)) return false;
  if (std::fabs(result - expected) <= error) return true;
  double one = expected * (1 - error), other = expected * (1 + error);
  return result >= std::min(one, other) && result <= std::max(one, other);
}
// The smaller of absolute and relative error.
static inline double doubleDelta(double expected, double result) {
  double absolute = std::fabs(result - expected);
  return std::fabs(expected) > 1e-9 ? std::min(absolute, absolute / std::fabs(expected)) : absolute;
}
template <typename T>
static inline T __testlib_abs(const T& x) { return x > 0 ? x : -x; }
template <typename T>
static inline T __testlib_min(const T& a, const T& b) { return a < b ? a : b; }
template <typename T>
static inline T __testlib_max(const T& a, const T& b) { return a > b ? a : b; }
static inline std::string removeDoubleTrailingZeroes(std::string value) {
  while (!value.empty() && value.back() == '0' && value.find('.') != std::string::npos) value.pop_back();
  if (!value.empty() && value.back() == '.') value.pop_back();
  return value;
}

// ---- random numbers ----

// A linear congruential generator of 48 bits; the same arguments give the same numbers everywhere.
class random_t {
 public:
  static int version;
  random_t() { setSeed(3905348978240129619LL); }
  void setSeed(long long seed) { state = ((uint64_t)seed ^ multiplier) & mask; }
  void setSeed(int argc, char* argv[]) {
    uint64_t seed = 3905348978240129619ULL;
    for (int i = 1; i < argc; i++) {
      for (const char* c = argv[i]; *c; c++) seed = seed * multiplier + (unsigned char)*c + addend;
      seed += multiplier / addend;
    }
    setSeed((long long)(seed & mask));
  }
  int next(int n) { return (int)next((long long)n); }
  unsigned int next(unsigned int n) { return (unsigned int)next((long long)n); }
  long long next(long long n) {
    if (n <= 0) { std::fprintf(stderr, "FAIL random_t::next(n): n must be positive\n"); std::exit(FAIL_EXIT_CODE); }
    uint64_t range = (uint64_t)n, limit = UINT64_MAX - UINT64_MAX % range, bits;
    do bits = next64(); while (bits >= limit);
    return (long long)(bits % range);
  }
  unsigned long long next(unsigned long long n) { return (unsigned long long)next((long long)n); }
  long next(long n) { return (long)next((long long)n); }
  unsigned long next(unsigned long n) { return (unsigned long)next((long long)n); }
  int next(int from, int to) { return (int)(next((long long)to - from + 1) + from); }
  long long next(long long from, long long to) {
    uint64_t span = (uint64_t)to - (uint64_t)from + 1;
    return span == 0 ? (long long)next64() : (long long)(span > (uint64_t)INT64_MAX ? next64() % span : (uint64_t)next((long long)span)) + from;
  }
  long next(long from, long to) { return (long)next((long long)from, (long long)to); }
  double next() { return (double)(next64() >> 11) / 9007199254740992.0; }
  float next(float n) { return (float)(next() * n); }
  double next(double n) { return next() * n; }
  double next(double from, double to) { return from + next() * (to - from); }
  std::string next(const std::string& pattern);
  std::string next(const char* pattern, ...) TESTLIB_PRINTF(2, 3);

  // The best (type > 0) or worst (type < 0) of several.
  template <typename T>
  T wnext(T n, int type) {
    T best = next(n);
    for (int i = 0; i < std::abs(type); i++) {
      T other = next(n);
      best = type > 0 ? std::max(best, other) : std::min(best, other);
    }
    return best;
  }
  int wnext(int from, int to, int type) { return wnext(to - from + 1, type) + from; }
  long long wnext(long long from, long long to, int type) { return wnext(to - from + 1, type) + from; }
  template <typename Container>
  typename Container::value_type any(const Container& items) {
    typename Container::const_iterator i = items.begin();
    std::advance(i, next((long long)items.size()));
    return *i;
  }
  template <typename Iterator>
  typename std::iterator_traits<Iterator>::value_type any(Iterator first, Iterator last) {
    std::advance(first, next((long long)std::distance(first, last)));
    return *first;
  }
  template <typename T>
  std::vector<T> perm(T size, T first) {
    std::vector<T> items((size_t)size);
    for (size_t i = 0; i < items.size(); i++) items[i] = first + (T)i;
    for (size_t i = 1; i < items.size(); i++) std::swap(items[i], items[(size_t)next((long long)i + 1)]);
    return items;
  }
  template <typename T>
  std::vector<T> perm(T size) { return perm(size, T(0)); }
  template <typename T>
  std::vector<T> distinct(int size, T from, T to) {
    std::set<T> seen;
    std::vector<T> items;
    while ((int)items.size() < size) {
      T item = (T)next((long long)from, (long long)to);
      if (seen.insert(item).second) items.push_back(item);
    }
    return items;
  }
  template <typename T>
  std::vector<T> distinct(int size, T upper) { return distinct(size, T(0), T(upper - 1)); }
  template <typename T>
  std::vector<T> partition(int size, T sum, T least) {
    std::vector<T> cuts, parts;
    T rest = sum - least * size;
    for (int i = 0; i + 1 < size; i++) cuts.push_back((T)next((long long)0, (long long)rest));
    std::sort(cuts.begin(), cuts.end());
    T before = 0;
    for (T cut : cuts) { parts.push_back(cut - before + least); before = cut; }
    parts.push_back(rest - before + least);
    return parts;
  }
  template <typename T>
  std::vector<T> partition(int size, T sum) { return partition(size, sum, T(1)); }

 private:
  static const uint64_t multiplier = 0x5DEECE66DULL, addend = 0xBULL, mask = (1ULL << 48) - 1;
  uint64_t state;
  uint64_t next32() {
    state = (state * multiplier + addend) & mask;
    return state >> 16;
  }
  uint64_t next64() {
    uint64_t high = next32();
    return high << 32 | next32();
  }
};
int random_t::version = 1;
static random_t rnd;

template <typename Iterator>
static inline void shuffle(Iterator first, Iterator last) {
  if (first == last) return;
  for (Iterator i = first + 1; i != last; ++i) std::iter_swap(i, first + rnd.next((long long)(i - first) + 1));
}

// ---- patterns: characters, [sets] and [^sets], (alternatives|of|these), and behind each {n}, {n,}, {n,m}, ?, * or + ----

class pattern {
 public:
  pattern(std::string source) : text(source) {
    size_t at = 0;
    root = alternatives(at);
    if (at != text.size()) bad();
  }
  bool matches(const std::string& subject) const {
    return match(root, subject, 0, [&](size_t end) { return end == subject.size(); });
  }
  std::string next(random_t& random) const {
    std::string made;
    make(root, random, made);
    return made;
  }
  std::string src() const { return text; }

 private:
  struct Piece;
  typedef std::vector<Piece> Sequence;
  typedef std::vector<Sequence> Choice;
  struct Piece {
    std::vector<bool> set;  // empty = a group
    Choice group;
    long least = 1, most = 1;
  };
  typedef std::function<bool(size_t)> Then;
  std::string text;
  Choice root;

  TESTLIB_NORETURN void bad() const {
    std::fprintf(stderr, "FAIL the pattern \"%s\" can't be understood\n", text.c_str());
    std::exit(FAIL_EXIT_CODE);
  }
  char character(size_t& at) const {
    if (at < text.size() && text[at] == '\\') at++;
    if (at >= text.size()) bad();
    return text[at++];
  }
  Choice alternatives(size_t& at) const {
    Choice choice(1);
    while (at < text.size() && text[at] != ')') {
      if (text[at] == '|') { choice.emplace_back(); at++; continue; }
      choice.back().push_back(piece(at));
    }
    return choice;
  }
  Piece piece(size_t& at) const {
    Piece piece;
    if (text[at] == '(') {
      at++;
      piece.group = alternatives(at);
      if (at >= text.size()) bad();
      at++;
    } else if (text[at] == '[') {
      at++;
      piece.set = set(at);
    } else {
      piece.set.assign(256, false);
      piece.set[(unsigned char)character(at)] = true;
    }
    times(piece, at);
    return piece;
  }
  std::vector<bool> set(size_t& at) const {
    bool inverted = at < text.size() && text[at] == '^';
    if (inverted) at++;
    std::vector<bool> set(256, false);
    while (at < text.size() && text[at] != ']') {
      unsigned char from = (unsigned char)character(at), to = from;
      if (at + 1 < text.size() && text[at] == '-' && text[at + 1] != ']') {
        at++;
        to = (unsigned char)character(at);
      }
      for (int c = from; c <= to; c++) set[(size_t)c] = true;
    }
    if (at >= text.size()) bad();
    at++;
    if (inverted) set.flip();
    return set;
  }
  long number(size_t& at) const {
    long value = 0;
    if (at >= text.size() || !isdigit((unsigned char)text[at])) bad();
    while (at < text.size() && isdigit((unsigned char)text[at])) value = value * 10 + (text[at++] - '0');
    return value;
  }
  void times(Piece& piece, size_t& at) const {
    if (at >= text.size()) return;
    if (text[at] == '?') { piece.least = 0; at++; }
    else if (text[at] == '*') { piece.least = 0; piece.most = LONG_MAX; at++; }
    else if (text[at] == '+') { piece.most = LONG_MAX; at++; }
    else if (text[at] == '{') {
      at++;
      piece.least = piece.most = number(at);
      if (at < text.size() && text[at] == ',') {
        at++;
        piece.most = at < text.size() && text[at] == '}' ? LONG_MAX : number(at);
      }
      if (at >= text.size() || text[at] != '}') bad();
      at++;
    }
  }
  static bool match(const Choice& choice, const std::string& subject, size_t from, const Then& then) {
    for (const Sequence& sequence : choice)
      if (match(sequence, 0, subject, from, then)) return true;
    return false;
  }
  static bool match(const Sequence& sequence, size_t index, const std::string& subject, size_t from, const Then& then) {
    if (index == sequence.size()) return then(from);
    const Piece& piece = sequence[index];
    if (piece.set.empty()) return group(sequence, index, 0, subject, from, then);
    size_t end = from;
    while (end < subject.size() && (long)(end - from) < piece.most && piece.set[(unsigned char)subject[end]]) end++;
    for (long count = (long)(end - from); count >= piece.least; count--)
      if (match(sequence, index + 1, subject, from + (size_t)count, then)) return true;
    return false;
  }
  static bool group(const Sequence& sequence, size_t index, long count, const std::string& subject, size_t from, const Then& then) {
    const Piece& piece = sequence[index];
    if (count < piece.most
        && match(piece.group, subject, from, [&](size_t end) {
             return (end > from || count < piece.least) && group(sequence, index, count + 1, subject, end, then);
           }))
      return true;
    return count >= piece.least && match(sequence, index + 1, subject, from, then);
  }
  static void make(const Choice& choice, random_t& random, std::string& made) {
    for (const Piece& piece : choice[(size_t)random.next((long long)choice.size())]) {
      long most = piece.most == LONG_MAX ? piece.least + 16 : piece.most;
      for (long i = random.next((long long)piece.least, (long long)most); i > 0; i--) {
        if (piece.set.empty()) { make(piece.group, random, made); continue; }
        std::vector<char> some;
        for (int c = 0; c < 256; c++)
          if (piece.set[(size_t)c]) some.push_back((char)c);
        made += some[(size_t)random.next((long long)some.size())];
      }
    }
  }
};

inline std::string random_t::next(const std::string& source) { return pattern(source).next(*this); }
inline std::string random_t::next(const char* source, ...) {
  va_list arguments;
  va_start(arguments, source);
  std::string whole = __glovebox_vformat(source, arguments);
  va_end(arguments);
  return next(whole);
}

// ---- the end ----

class InStream;
static TTestlibMode testlibMode = _unknown;
static std::string resultName;
static bool appesMode = false;
static int __testcase_ = INT_MIN;
static double __testlib_points = 0;
static std::string __glovebox_points;
static std::string checkerName;
static std::fstream tout;
static std::string appesModeEncoding = "utf-8";

static inline void setAppesModeEncoding(std::string encoding) { appesModeEncoding = encoding; }
static inline void setName(const char* pattern, ...) TESTLIB_PRINTF(1, 2);
static inline void setName(const char* pattern, ...) {
  va_list arguments;
  va_start(arguments, pattern);
  checkerName = __glovebox_vformat(pattern, arguments);
  va_end(arguments);
}
static inline void setTestCase(int testCase) { __testcase_ = testCase; }
static inline void unsetTestCase() { __testcase_ = INT_MIN; }

static inline int __glovebox_code(TResult result) {
  if (result >= _partially) return PC_BASE_EXIT_CODE + (result - _partially);
  switch (result) {
    case _ok: return OK_EXIT_CODE;
    case _wa: return WA_EXIT_CODE;
    case _pe: return PE_EXIT_CODE;
    case _dirt: return DIRT_EXIT_CODE;
    case _points: return POINTS_EXIT_CODE;
    case _unexpected_eof: return UNEXPECTED_EOF_EXIT_CODE;
    default: return FAIL_EXIT_CODE;
  }
}
static inline std::string __glovebox_outcome(TResult result) {
  if (result >= _partially) return "partially-correct";
  switch (result) {
    case _ok: return "accepted";
    case _wa: return "wrong-answer";
    case _pe:
    case _dirt: return "presentation-error";
#ifdef PCMS2
    case _points: return "relative-scoring";
#else
    case _points: return "points";
#endif
    case _unexpected_eof: return "unexpected-eof";
    default: return "fail";
  }
}
static inline std::string __glovebox_words(TResult result) {
  if (result >= _partially) return format("partially correct (%d) ", (int)(result - _partially));
  switch (result) {
    case _ok: return "ok ";
    case _wa: return "wrong answer ";
    case _pe:
    case _dirt: return "wrong output format ";
    case _points: return "points " + __glovebox_points + " ";
    case _unexpected_eof: return "unexpected eof ";
    default: return "FAIL ";
  }
}
static inline std::string __glovebox_xml(const std::string& text) {
  std::string escaped;
  for (char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}
static inline std::string __glovebox_printable(const std::string& text) {
  std::string safe;
  for (char c : text) {
    if ((int)safe.size() >= MAX_MESSAGE_LENGTH) { safe += "..."; break; }
    safe += ((unsigned char)c < 32 && c != '\n' && c != '\t') || c == 127 ? '.' : c;
  }
  return safe;
}

// Says it on standard error and in the report, and ends.
TESTLIB_NORETURN static inline void __glovebox_end(TResult result, const std::string& said) {
  std::string message = __glovebox_printable(said);
  if (__testcase_ != INT_MIN) message = format("test case %d: ", __testcase_) + message;
  if (tout.is_open()) tout.close();
  std::fflush(stdout);
  if (!resultName.empty()) {
    std::FILE* report = std::fopen(resultName.c_str(), "wb");
    if (report == nullptr) {
      std::fprintf(stderr, "FAIL the report can't be written\n");
      std::_Exit(FAIL_EXIT_CODE);
    }
    if (appesMode) {
      std::fprintf(report, "<?xml version=\"1.0\" encoding=\"%s\"?>", appesModeEncoding.c_str());
      std::fprintf(report, "<result outcome=\"%s\"", __glovebox_outcome(result).c_str());
      if (result == _points) std::fprintf(report, " points=\"%s\"", __glovebox_xml(__glovebox_points).c_str());
      if (result >= _partially) std::fprintf(report, " pctype=\"%d\"", (int)(result - _partially));
      std::fprintf(report, ">%s</result>\n", __glovebox_xml(message).c_str());
    } else {
      std::fprintf(report, "%s%s\n", __glovebox_words(result).c_str(), message.c_str());
    }
    std::fclose(report);
  }
  std::fprintf(stderr, "%s%s\n", __glovebox_words(result).c_str(), message.c_str());
  std::fflush(stderr);
  std::_Exit(__glovebox_code(result));
}

// ---- streams ----

class InStream {
 public:
  TMode mode;
  std::string name;
  bool opened = false;
  bool stdfile = false;
  bool strict = false;
  bool skipBlanksOnRead = true;
  std::string textName;
  int wordReserveSize = 256;

  explicit InStream(TMode which = _input) : mode(which) {}
  InStream(const InStream& base, std::string content) : mode(base.mode), name("content:" + content), strict(base.strict) {
    data.assign(content.begin(), content.end());
    whole = opened = true;
  }

  void init(std::string fileName, TMode which) {
    mode = which;
    name = fileName;
    file = std::fopen(fileName.c_str(), "rb");
    opened = file != nullptr;
    stdfile = false;
    reset();
  }
  void init(std::FILE* stream, TMode which) {
    mode = which;
    file = stream;
    opened = true;
    stdfile = true;
    name = stream == stdin ? "stdin" : "stream";
    reset();
  }
  void close() {
    if (file != nullptr && !stdfile) std::fclose(file);
    file = nullptr;
    opened = false;
  }
  void skipBom() {
    if (peek(0) == 0xEF && peek(1) == 0xBB && peek(2) == 0xBF) at += 3;
  }

  // characters
  char curChar() { return (char)peek(0); }
  char nextChar() { return readChar(); }
  char readChar() {
    int c = peek(0);
    if (c != EOF) advance();
    return (char)c;
  }
  char readChar(char expected) {
    char found = readChar();
    if (found != expected)
      quit(_pe, "Unexpected character '" + compress(std::string(1, found)) + "', but '" + compress(std::string(1, expected)) + "' expected");
    return found;
  }
  char readSpace() { return readChar(' '); }
  void skipChar() { readChar(); }
  void unreadChar(char) {
    if (at > 0) at--;
  }
  void skipBlanks() {
    while (isBlanks(peek(0)) && peek(0) != EOF) advance();
  }
  int getLine() const { return line; }
  bool eof() { return peek(0) == EOF; }
  bool seekEof() {
    skipBlanks();
    return eof();
  }
  bool eoln() {
    int c = peek(0);
    if (strict) {
      if (c == LF) { advance(); return true; }
      return false;
    }
    if (c == EOF) return true;
    if (c == CR) {
      advance();
      if (peek(0) == LF) advance();
      return true;
    }
    if (c == LF) { advance(); return true; }
    return false;
  }
  bool seekEoln() {
    while (peek(0) == SPACE || peek(0) == TAB) advance();
    return eoln();
  }
  void nextLine() { readLine(); }
  void readEoln() {
    if (!eoln()) quit(_pe, "Expected EOLN");
  }
  void readEof() {
    if (!eof()) quit(_pe, "Expected EOF");
  }

  // words
  std::string readWord() {
    std::string word;
    readWordTo(word);
    return word;
  }
  std::string readToken() { return readWord(); }
  void readWordTo(std::string& word) {
    if (!strict) skipBlanks();
    int c = peek(0);
    if (c == EOF) quit(_unexpected_eof, "Unexpected end of file - token expected");
    if (isBlanks(c)) quit(_pe, "Unexpected white-space - token expected");
    word.clear();
    while (c != EOF && !isBlanks(c)) {
      word += (char)c;
      advance();
      c = peek(0);
    }
  }
  void readTokenTo(std::string& word) { readWordTo(word); }
  std::string readWord(const pattern& p, const std::string& variable = "") {
    std::string word = readWord();
    requirePattern("Token", word, p, variable);
    return word;
  }
  std::string readWord(const std::string& source, const std::string& variable = "") { return readWord(pattern(source), variable); }
  std::string readToken(const pattern& p, const std::string& variable = "") { return readWord(p, variable); }
  std::string readToken(const std::string& source, const std::string& variable = "") { return readWord(source, variable); }
  void readWordTo(std::string& word, const pattern& p, const std::string& variable = "") { word = readWord(p, variable); }
  void readWordTo(std::string& word, const std::string& source, const std::string& variable = "") { word = readWord(source, variable); }
  void readTokenTo(std::string& word, const pattern& p, const std::string& variable = "") { word = readWord(p, variable); }
  void readTokenTo(std::string& word, const std::string& source, const std::string& variable = "") { word = readWord(source, variable); }
  std::vector<std::string> readWords(int size, const std::string& source, const std::string& variable = "", int base = 1) {
    pattern p(source);
    return many<std::string>(size, variable, base, [&](const std::string& v) { return readWord(p, v); });
  }
  std::vector<std::string> readWords(int size, int base = 1) {
    return many<std::string>(size, "", base, [&](const std::string&) { return readWord(); });
  }
  std::vector<std::string> readTokens(int size, const std::string& source, const std::string& variable = "", int base = 1) { return readWords(size, source, variable, base); }
  std::vector<std::string> readTokens(int size, int base = 1) { return readWords(size, base); }

  // whole numbers
  long long readLong() { return toLong(readWord()); }
  long long readLong(long long least, long long most, std::string variable = "") {
    long long value = readLong();
    requireRange("Integer", value, least, most, variable);
    return value;
  }
  unsigned long long readUnsignedLong() {
    std::string word = readWord();
    if (!digits(word, 0) || (word.size() > 1 && word[0] == '0')) quit(_pe, "Expected unsigned integer, but \"" + compress(word) + "\" found");
    unsigned long long value = 0;
    for (char c : word) {
      unsigned digit = (unsigned)(c - '0');
      if (value > (ULLONG_MAX - digit) / 10) quit(_pe, "Expected unsigned int64, but \"" + compress(word) + "\" found");
      value = value * 10 + digit;
    }
    return value;
  }
  unsigned long long readUnsignedLong(unsigned long long least, unsigned long long most, std::string variable = "") {
    unsigned long long value = readUnsignedLong();
    requireRange("Unsigned integer", value, least, most, variable);
    return value;
  }
  unsigned long long readLong(unsigned long long least, unsigned long long most, std::string variable = "") { return readUnsignedLong(least, most, variable); }
  int readInt() {
    std::string word = readWord();
    long long value = toLong(word);
    if (value < INT_MIN || value > INT_MAX) quit(_pe, "Expected int32, but \"" + compress(word) + "\" found");
    return (int)value;
  }
  int readInteger() { return readInt(); }
  int readInt(int least, int most, std::string variable = "") {
    int value = readInt();
    requireRange("Integer", value, least, most, variable);
    return value;
  }
  int readInteger(int least, int most, std::string variable = "") { return readInt(least, most, variable); }
  std::vector<int> readInts(int size, int least, int most, std::string variable = "", int base = 1) {
    return many<int>(size, variable, base, [&](const std::string& v) { return readInt(least, most, v); });
  }
  std::vector<int> readInts(int size, int base = 1) {
    return many<int>(size, "", base, [&](const std::string&) { return readInt(); });
  }
  std::vector<int> readIntegers(int size, int least, int most, std::string variable = "", int base = 1) { return readInts(size, least, most, variable, base); }
  std::vector<int> readIntegers(int size, int base = 1) { return readInts(size, base); }
  std::vector<long long> readLongs(int size, long long least, long long most, std::string variable = "", int base = 1) {
    return many<long long>(size, variable, base, [&](const std::string& v) { return readLong(least, most, v); });
  }
  std::vector<long long> readLongs(int size, int base = 1) {
    return many<long long>(size, "", base, [&](const std::string&) { return readLong(); });
  }
  std::vector<unsigned long long> readUnsignedLongs(int size, unsigned long long least, unsigned long long most, std::string variable = "", int base = 1) {
    return many<unsigned long long>(size, variable, base, [&](const std::string& v) { return readUnsignedLong(least, most, v); });
  }

  // other numbers
  double readReal() {
    std::string word = readWord();
    return toDouble(word);
  }
  double readDouble() { return readReal(); }
  double readReal(double least, double most, std::string variable = "") {
    double value = readReal();
    requireRange("Double", value, least, most, variable);
    return value;
  }
  double readDouble(double least, double most, std::string variable = "") { return readReal(least, most, variable); }
  std::vector<double> readReals(int size, double least, double most, std::string variable = "", int base = 1) {
    return many<double>(size, variable, base, [&](const std::string& v) { return readReal(least, most, v); });
  }
  std::vector<double> readReals(int size, int base = 1) {
    return many<double>(size, "", base, [&](const std::string&) { return readReal(); });
  }
  std::vector<double> readDoubles(int size, double least, double most, std::string variable = "", int base = 1) { return readReals(size, least, most, variable, base); }
  std::vector<double> readDoubles(int size, int base = 1) { return readReals(size, base); }
  double readStrictReal(double least, double most, int leastDigits, int mostDigits, std::string variable = "") {
    std::string word = readWord();
    size_t from = word.size() > 1 && word[0] == '-' ? 1 : 0;
    size_t point = word.find('.');
    std::string before = word.substr(from, point == std::string::npos ? std::string::npos : point - from);
    std::string after = point == std::string::npos ? "" : word.substr(point + 1);
    if (!digits(before, 0) || (!after.empty() && !digits(after, 0)) || (point != std::string::npos && after.empty())
        || (before.size() > 1 && before[0] == '0'))
      quit(_pe, "Expected strict double, but \"" + compress(word) + "\" found");
    if ((int)after.size() < leastDigits || (int)after.size() > mostDigits)
      quit(_pe, format("Expected strict double with after point digit count in range [%d,%d]", leastDigits, mostDigits) + ", but \"" + compress(word) + "\" found");
    double value = std::strtod(word.c_str(), nullptr);
    requireRange("Strict double", value, least, most, variable);
    return value;
  }
  double readStrictDouble(double least, double most, int leastDigits, int mostDigits, std::string variable = "") { return readStrictReal(least, most, leastDigits, mostDigits, variable); }
  std::vector<double> readStrictReals(int size, double least, double most, int leastDigits, int mostDigits, std::string variable = "", int base = 1) {
    return many<double>(size, variable, base, [&](const std::string& v) { return readStrictReal(least, most, leastDigits, mostDigits, v); });
  }
  std::vector<double> readStrictDoubles(int size, double least, double most, int leastDigits, int mostDigits, std::string variable = "", int base = 1) { return readStrictReals(size, least, most, leastDigits, mostDigits, variable, base); }

  // lines
  std::string readLine() {
    std::string text;
    readLineTo(text);
    return text;
  }
  std::string readString() { return readLine(); }
  void readLineTo(std::string& text) {
    if (eof()) quit(_pe, "Expected line");
    text.clear();
    while (!eof() && !isEoln(peek(0))) text += readChar();
    if (strict) readEoln();
    else eoln();
  }
  void readStringTo(std::string& text) { readLineTo(text); }
  std::string readLine(const pattern& p, const std::string& variable = "") {
    std::string text = readLine();
    requirePattern("Line", text, p, variable);
    return text;
  }
  std::string readLine(const std::string& source, const std::string& variable = "") { return readLine(pattern(source), variable); }
  std::string readString(const pattern& p, const std::string& variable = "") { return readLine(p, variable); }
  std::string readString(const std::string& source, const std::string& variable = "") { return readLine(source, variable); }
  void readLineTo(std::string& text, const std::string& source, const std::string& variable = "") { text = readLine(source, variable); }
  void readStringTo(std::string& text, const std::string& source, const std::string& variable = "") { text = readLine(source, variable); }
  std::vector<std::string> readLines(int size, const std::string& source, const std::string& variable = "", int base = 1) {
    pattern p(source);
    return many<std::string>(size, variable, base, [&](const std::string& v) { return readLine(p, v); });
  }
  std::vector<std::string> readLines(int size, int base = 1) {
    return many<std::string>(size, "", base, [&](const std::string&) { return readLine(); });
  }
  std::vector<std::string> readStrings(int size, const std::string& source, const std::string& variable = "", int base = 1) { return readLines(size, source, variable, base); }
  std::vector<std::string> readStrings(int size, int base = 1) { return readLines(size, base); }

  // the end
  TESTLIB_NORETURN void quit(TResult result, const char* message);
  TESTLIB_NORETURN void quit(TResult result, const std::string& message) { quit(result, message.c_str()); }
  TESTLIB_NORETURN void quitf(TResult result, const char* message, ...) TESTLIB_PRINTF(3, 4) {
    va_list arguments;
    va_start(arguments, message);
    std::string text = __glovebox_vformat(message, arguments);
    va_end(arguments);
    quit(result, text);
  }
  void quitif(bool condition, TResult result, const char* message, ...) TESTLIB_PRINTF(4, 5) {
    if (!condition) return;
    va_list arguments;
    va_start(arguments, message);
    std::string text = __glovebox_vformat(message, arguments);
    va_end(arguments);
    quit(result, text);
  }
  TESTLIB_NORETURN void quits(TResult result, std::string message) { quit(result, message); }
  void setTestCase(int testCase) { ::setTestCase(testCase); }
  void skipBom(bool) { skipBom(); }

  long long toLong(const std::string& word) {
    size_t from = !word.empty() && word[0] == '-' ? 1 : 0;
    bool canonical = digits(word, from) && (word[from] != '0' || word.size() == 1);
    if (!canonical) quit(_pe, "Expected integer, but \"" + compress(word) + "\" found");
    unsigned long long limit = (unsigned long long)LLONG_MAX + (from ? 1 : 0), value = 0;
    for (size_t i = from; i < word.size(); i++) {
      unsigned digit = (unsigned)(word[i] - '0');
      if (value > (limit - digit) / 10) quit(_pe, "Expected int64, but \"" + compress(word) + "\" found");
      value = value * 10 + digit;
    }
    return from ? (long long)(0 - value) : (long long)value;
  }
  double toDouble(const std::string& word) {
    bool plain = !word.empty();
    for (char c : word) plain = plain && (isdigit((unsigned char)c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E');
    char* end = nullptr;
    double value = plain ? std::strtod(word.c_str(), &end) : 0;
    if (!plain || *end != 0 || std::isnan(value) || std::isinf(value)) quit(_pe, "Expected double, but \"" + compress(word) + "\" found");
    return value;
  }

 private:
  std::FILE* file = nullptr;
  std::vector<char> data;
  size_t at = 0;
  bool whole = false;
  int line = 1;

  void reset() {
    data.clear();
    at = 0;
    line = 1;
    whole = !opened;
  }
  // A pipe gives what it has, so that nobody waits for more than is needed.
  bool more() {
    if (whole || file == nullptr) return false;
    if (at > (1 << 16)) {
      // One character stays, for who wants to take it back.
      data.erase(data.begin(), data.begin() + (std::ptrdiff_t)(at - 1));
      at = 1;
    }
    size_t before = data.size();
    if (stdfile) {
      int c = std::fgetc(file);
      if (c != EOF) data.push_back((char)c);
    } else {
      data.resize(before + (1 << 16));
      data.resize(before + std::fread(data.data() + before, 1, 1 << 16, file));
    }
    if (data.size() == before) whole = true;
    return data.size() > before;
  }
  int peek(size_t ahead) {
    if (!opened) quit(_pe, "File not found: \"" + name + "\"");
    while (at + ahead >= data.size())
      if (!more()) return EOF;
    return (unsigned char)data[at + ahead];
  }
  void advance() {
    if (data[at] == LF) line++;
    at++;
  }
  static bool digits(const std::string& word, size_t from) {
    if (word.size() <= from) return false;
    for (size_t i = from; i < word.size(); i++)
      if (!isdigit((unsigned char)word[i])) return false;
    return true;
  }
  static std::string called(const std::string& variable) { return variable.empty() ? "" : " [name=" + variable + "]"; }
  template <typename T>
  void requireRange(const char* what, T value, T least, T most, const std::string& variable) {
    if (!(value >= least && value <= most))
      quit(_wa, std::string(what) + " parameter" + called(variable) + " equals to " + vtos(value) + ", violates the range [" + vtos(least) + ", " + vtos(most) + "]");
  }
  void requirePattern(const char* what, const std::string& text, const pattern& p, const std::string& variable) {
    if (!p.matches(text))
      quit(_wa, std::string(what) + " parameter" + called(variable) + " equals to \"" + compress(text) + "\", doesn't correspond to pattern \"" + compress(p.src()) + "\"");
  }
  template <typename T, typename Read>
  std::vector<T> many(int size, const std::string& variable, int base, Read read) {
    std::vector<T> items;
    for (int i = 0; i < size; i++) {
      if (strict && i > 0) readSpace();
      items.push_back(read(variable.empty() ? variable : variable + "[" + vtos(base + i) + "]"));
    }
    return items;
  }
};

static InStream inf(_input);
static InStream ouf(_output);
static InStream ans(_answer);

inline void InStream::quit(TResult result, const char* message) {
  std::string said = message;
  if (testlibMode == _validator) {
    if (result == _ok) __glovebox_end(result, said);
    std::fprintf(stderr, "FAIL %s (%s, line %d)\n", __glovebox_printable(said).c_str(), name.c_str(), line);
    std::_Exit(FAIL_EXIT_CODE);
  }
  // What is wrong with the jury's own files is the jury's fault.
  if (mode != _output && result != _fail && result != _ok && result != _points && result < _partially) {
    result = _fail;
    said += " (" + name + ")";
  }
  if (result == _ok && testlibMode == _checker && !ouf.seekEof()) {
    result = _pe;
    said = "Extra information in the output file";
  }
  if (result == _dirt) result = _pe;
  __glovebox_end(result, said);
}

TESTLIB_NORETURN static inline void quit(TResult result, const char* message) { ouf.quit(result, message); }
TESTLIB_NORETURN static inline void quit(TResult result, const std::string& message) { ouf.quit(result, message); }
TESTLIB_NORETURN static inline void quitf(TResult result, const char* message, ...) TESTLIB_PRINTF(2, 3);
static inline void quitf(TResult result, const char* message, ...) {
  va_list arguments;
  va_start(arguments, message);
  std::string text = __glovebox_vformat(message, arguments);
  va_end(arguments);
  ouf.quit(result, text);
}
static inline void quitif(bool condition, TResult result, const char* message, ...) TESTLIB_PRINTF(3, 4);
static inline void quitif(bool condition, TResult result, const char* message, ...) {
  if (!condition) return;
  va_list arguments;
  va_start(arguments, message);
  std::string text = __glovebox_vformat(message, arguments);
  va_end(arguments);
  ouf.quit(result, text);
}
TESTLIB_NORETURN static inline void quitpi(const std::string& points, const std::string& message = "") {
  __glovebox_points = points;
  ouf.quit(_points, message);
}
TESTLIB_NORETURN static inline void __testlib_quitp(double points, const std::string& message) {
  __testlib_points = points;
  quitpi(removeDoubleTrailingZeroes(format("%.10f", points)), message);
}
TESTLIB_NORETURN static inline void quitp(double points, const char* message = "", ...) TESTLIB_PRINTF(2, 3);
static inline void quitp(double points, const char* message, ...) {
  va_list arguments;
  va_start(arguments, message);
  std::string text = __glovebox_vformat(message, arguments);
  va_end(arguments);
  __testlib_quitp(points, text);
}
static inline void __testlib_ensure(bool condition, const std::string& message) {
  if (!condition) ouf.quit(_fail, message);
}
#define ensure(condition) __testlib_ensure((condition), "Condition failed: \"" #condition "\"")
#define ensure_ext(condition) __testlib_ensure((condition), "Condition failed: \"" #condition "\"")
static inline void ensuref(bool condition, const char* message, ...) TESTLIB_PRINTF(2, 3);
static inline void ensuref(bool condition, const char* message, ...) {
  if (condition) return;
  va_list arguments;
  va_start(arguments, message);
  std::string text = __glovebox_vformat(message, arguments);
  va_end(arguments);
  __testlib_ensure(false, text);
}

template <typename T>
TESTLIB_NORETURN static inline void expectedButFound(TResult result, T expected, T found, const char* prepend = "", ...) {
  va_list arguments;
  va_start(arguments, prepend);
  std::string text = __glovebox_vformat(prepend, arguments);
  va_end(arguments);
  std::string said = text.empty() ? "" : text + ": ";
  ouf.quit(result, said + "expected '" + compress(vtos(expected)) + "', found '" + compress(vtos(found)) + "'");
}

// A checker or an interactor that comes to its end without having said anything is broken.
struct TestlibFinalizeGuard {
  bool alive = true;
  ~TestlibFinalizeGuard() {
    if (alive && (testlibMode == _checker || testlibMode == _interactor)) __glovebox_end(_fail, "The program ended without a verdict");
  }
};
static TestlibFinalizeGuard testlibFinalizeGuard;
static inline void disableFinalizeGuard() { testlibFinalizeGuard.alive = false; }

static inline long long stringToLongLong(InStream& in, const char* word) { return in.toLong(word); }
static inline long long stringToLongLong(InStream& in, const std::string& word) { return in.toLong(word); }
static inline double stringToDouble(InStream& in, const char* word) { return in.toDouble(word); }
static inline double stringToDouble(InStream& in, const std::string& word) { return in.toDouble(word); }

// Whether what is left of both streams are the same tokens.
static inline bool compareTokens(InStream& one, InStream& other) {
  while (!one.seekEof() && !other.seekEof())
    if (one.readWord() != other.readWord()) return false;
  return one.seekEof() && other.seekEof();
}

// ---- the beginning ----

struct __glovebox_Options {
  std::string _testset, _group;
  std::string testset() const { return _testset; }
  std::string group() const { return _group; }
};
class Checker : public __glovebox_Options {
 public:
  bool initialized = false;
};
class Validator : public __glovebox_Options {
 public:
  bool initialized = false;
  template <typename... Ignored>
  void addBoundsHit(Ignored&&...) {}
  void addVariable(const std::string&) {}
  void addFeature(const std::string&) {}
  void feature(const std::string&) {}
  void setTestOverviewLogFileName(const std::string&) {}
};
static Checker checker;
static Validator validator;
static inline void feature(const std::string&) {}
static inline void addFeature(const std::string&) {}

// Takes the options away and leaves the arguments.
static inline std::vector<std::string> __glovebox_arguments(int argc, char* argv[], __glovebox_Options& options) {
  std::vector<std::string> arguments;
  for (int i = 1; i < argc; i++) {
    std::string argument = argv[i];
    if (argument == "--testset" && i + 1 < argc) options._testset = argv[++i];
    else if (argument == "--group" && i + 1 < argc) options._group = argv[++i];
    else if (argument.compare(0, 2, "--") == 0 && i + 1 < argc) i++;
    else arguments.push_back(argument);
  }
  return arguments;
}
static inline void __glovebox_report(const std::vector<std::string>& arguments, size_t at) {
  if (arguments.size() > at) resultName = arguments[at];
  if (arguments.size() > at + 1) {
    std::string mode = upperCase(arguments[at + 1]);
    if (mode != "-APPES" && mode != "APPES") quit(_fail, "the argument behind the report must be -appes");
    appesMode = true;
  }
}
static inline void registerTestlibCmd(int argc, char* argv[]) {
  testlibMode = _checker;
  checker.initialized = true;
  std::vector<std::string> arguments = __glovebox_arguments(argc, argv, checker);
  if (arguments.size() < 3 || arguments.size() > 5)
    quit(_fail, "Program must be run with the following arguments: [--testset testset] [--group group] <input-file> <output-file> <answer-file> [<report-file> [<-appes>]]");
  __glovebox_report(arguments, 3);
  inf.init(arguments[0], _input);
  ouf.init(arguments[1], _output);
  ans.init(arguments[2], _answer);
  if (ouf.opened) ouf.skipBom();
}
static inline void registerTestlib(int argc, ...) {
  std::vector<char*> arguments(1, const_cast<char*>("checker"));
  va_list list;
  va_start(list, argc);
  for (int i = 0; i < argc; i++) arguments.push_back(va_arg(list, char*));
  va_end(list);
  registerTestlibCmd((int)arguments.size(), arguments.data());
}
static inline void registerInteraction(int argc, char* argv[]) {
  testlibMode = _interactor;
  checker.initialized = true;
  std::vector<std::string> arguments = __glovebox_arguments(argc, argv, checker);
  if (arguments.size() < 2 || arguments.size() > 5)
    quit(_fail, "Program must be run with the following arguments: <input-file> <output-file> [<answer-file> [<report-file> [<-appes>]]]");
  __glovebox_report(arguments, 3);
  inf.init(arguments[0], _input);
  tout.open(arguments[1].c_str(), std::ios_base::out);
  if (!tout.is_open()) quit(_fail, "Can't write to the output file " + arguments[1]);
  ouf.init(stdin, _output);
  if (arguments.size() > 2) ans.init(arguments[2], _answer);
}
static inline void registerValidation() {
  testlibMode = _validator;
  validator.initialized = true;
  inf.init(stdin, _input);
  inf.strict = true;
}
static inline void registerValidation(int argc, char* argv[]) {
  registerValidation();
  __glovebox_arguments(argc, argv, validator);
}
static inline void registerScorer(int, char*[], std::function<double(std::vector<double>)>) { testlibMode = _scorer; }
static inline void registerGen(int argc, char* argv[], int version) {
  testlibMode = _generator;
  random_t::version = version;
  rnd.setSeed(argc, argv);
}
static inline void registerGen(int argc, char* argv[]) { registerGen(argc, argv, 0); }
static inline void startTest(int test) {
  if (std::freopen(vtos(test).c_str(), "wt", stdout) == nullptr) quit(_fail, "the file of a test can't be written");
}

// ---- writing ----

template <typename T>
static inline void println(const T& value) { std::cout << value << std::endl; }
template <typename A, typename... More>
static inline void println(const A& first, const More&... more) {
  std::cout << first;
  int written[] = {(std::cout << ' ' << more, 0)...};
  (void)written;
  std::cout << std::endl;
}
template <typename T>
static inline void println(const std::vector<T>& items) { std::cout << join(items) << std::endl; }

#endif

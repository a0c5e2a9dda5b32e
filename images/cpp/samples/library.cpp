// Uses the parts of the library that are instantiated early in the precompiled header; builds with every offered standard.
#include <bits/stdc++.h>
using namespace std;

struct Shape {
    virtual ~Shape() = default;
    virtual double area() const = 0;
};
struct Square : Shape {
    double side;
    explicit Square(double side) : side(side) {}
    double area() const override { return side * side; }
};

int main() {
    vector<int> numbers(1000);
    iota(numbers.begin(), numbers.end(), 0);
    sort(numbers.rbegin(), numbers.rend());
    map<string, int> counts;
    istringstream words("a b a");
    for (string word; words >> word;) counts[word]++;
    smatch match;
    string text = "year 2024";
    regex_search(text, match, regex("[0-9]+"));
    shared_ptr<Shape> shape = make_shared<Square>(3);
    auto answer = async(launch::async, [] { return 42; });
    promise<string> promised;
    thread([&] { promised.set_value("done"); }).join();
    wstring_convert<codecvt_utf8<char32_t>, char32_t> utf32;
    mt19937_64 random(1);
    ostringstream out;
    out << setprecision(3) << numbers.front() << ' ' << counts["a"] << ' ' << match.str() << ' ' << shape->area() << ' ' << answer.get() << ' '
        << promised.get_future().get() << ' ' << utf32.from_bytes("x").size() << ' ' << random() % 10 << ' ' << hex << 255;
#if __cplusplus >= 201703L
    variant<int, string> either = "text"s;
    out << ' ' << get<string>(either) << ' ' << filesystem::path("/a/b.c").extension().string() << ' ' << *optional<int>(1);
#endif
#if __cplusplus >= 202002L
    out << ' ' << format("{:>5.2f}|{}|{:#x}", 3.14159, "formatted", 255);
    for (int n : numbers | views::filter([](int n) { return n % 2 == 0; }) | views::take(2)) out << ' ' << n;
    out << ' ' << chrono::sys_days(chrono::year(2024) / 2 / 29).time_since_epoch().count() << ' ' << (1 <=> 2 < 0);
    jthread([](stop_token) {}).join();
#endif
    cout << out.str() << endl;
}

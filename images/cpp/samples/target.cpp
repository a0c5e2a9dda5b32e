// Begins as many contestants' programs do; see allocator.awk.
#pragma GCC optimize("O3,unroll-loops")
#ifdef __x86_64__
#pragma GCC target("sse4.2,popcnt")
#else
#pragma GCC target("+crc")
#endif
#include <bits/stdc++.h>
using namespace std;

int main() {
    vector<string> words;
    for (string word; cin >> word;) words.push_back(word);
    map<string, bitset<64>> bits;
    for (auto& word : words) bits[word] = word.size();
    cout << words.size() << ' ' << bits["one"].count() << endl;
}

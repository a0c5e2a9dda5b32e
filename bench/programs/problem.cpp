// Counts inversions of a permutation that a generator makes from the seed, by merge sort: a middling contest problem.
#include <bits/stdc++.h>
using namespace std;

static long long inversions(vector<int>& a, vector<int>& scratch, size_t from, size_t to) {
  if (to - from < 2) return 0;
  size_t middle = (from + to) / 2;
  long long count = inversions(a, scratch, from, middle) + inversions(a, scratch, middle, to);
  size_t left = from, right = middle, at = from;
  while (left < middle || right < to) {
    if (right == to || (left < middle && a[left] <= a[right])) {
      scratch[at++] = a[left++];
    } else {
      count += static_cast<long long>(middle - left);
      scratch[at++] = a[right++];
    }
  }
  copy(scratch.begin() + static_cast<long>(from), scratch.begin() + static_cast<long>(to), a.begin() + static_cast<long>(from));
  return count;
}

int main() {
  ios::sync_with_stdio(false);
  cin.tie(nullptr);
  size_t n = 0;
  cin >> n;
  vector<int> a(n), scratch(n);
  for (int& x : a) cin >> x;
  cout << inversions(a, scratch, 0, n) << '\n';
}

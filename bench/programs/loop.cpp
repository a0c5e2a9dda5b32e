// A fixed amount of work of about half a second that no compiler can remove: for comparing measured CPU time.
#include <cstdint>
#include <cstdio>
int main() {
  std::uint64_t x = 88172645463325252ULL;
  for (long i = 0; i < 250000000L; i++) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
  }
  std::printf("%llu\n", static_cast<unsigned long long>(x));
}

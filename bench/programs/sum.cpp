// Adds two numbers: what is left of a test when the program does nothing.
#include <cstdio>
int main() {
  long long a = 0, b = 0;
  if (scanf("%lld %lld", &a, &b) != 2) return 1;
  printf("%lld\n", a + b);
}

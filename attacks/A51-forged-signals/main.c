#include <signal.h>
#include <stdio.h>

int main(void) {
  int number = 0;
  if (scanf("%d", &number) != 1) return 3;
  raise(number);
  return 0;
}

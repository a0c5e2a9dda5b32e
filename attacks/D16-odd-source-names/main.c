#include <stdio.h>
int other(void);

int main(void) {
  puts(other() == 7 ? "contained" : "PWNED");
  return 0;
}

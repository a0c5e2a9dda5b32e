#include <stdio.h>

int main(void) {
  puts("contained");
  return 0;
}

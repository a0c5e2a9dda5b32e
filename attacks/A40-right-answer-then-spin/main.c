#include <stdio.h>
#include <unistd.h>

int main(void) {
  puts("42");
  fflush(stdout);
  close(1);
  close(2);
  for (volatile unsigned i = 0;; i++) {
  }
}

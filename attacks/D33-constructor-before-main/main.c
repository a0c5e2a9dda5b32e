#include <stdio.h>
#include <unistd.h>

__attribute__((constructor)) static void early(void) {
  puts("contained");
  fflush(stdout);
  _exit(0);
}

int main(void) { return 1; }

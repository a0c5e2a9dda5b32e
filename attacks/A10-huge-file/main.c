#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
  static char block[65536];
  int file = open("huge", O_CREAT | O_WRONLY, 0600);
  for (int i = 0; i < 1024; i++) {
    if (write(file, block, sizeof block) < 0) return 1;
  }
  puts("PWNED 64 MiB under a limit of 1");
  return 0;
}

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
  static char block[1 << 20];
  char name[32];
  long written = 0;
  for (int i = 0; i < 512; i++) {
    snprintf(name, sizeof name, "/tmp/block-%d", i);
    int file = open(name, O_CREAT | O_WRONLY, 0600);
    if (file < 0) break;
    ssize_t n = write(file, block, sizeof block);
    close(file);
    if (n <= 0) break;
    written += n;
  }
  puts(written >= 512L << 20 ? "PWNED half a gibibyte in /tmp" : "contained");
  return 0;
}

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  for (int i = 0; i < 16; i++) {
    if (fork() == 0) {
      volatile char *block = malloc(32 << 20);
      for (long k = 0; block != NULL && k < 32 << 20; k += 512) block[k] = (char)i;
      sleep(1);
      _exit(block == NULL || block[1 << 20] != (char)i);
    }
  }
  int survivors = 0, status;
  while (wait(&status) > 0) survivors += WIFEXITED(status);
  puts(survivors == 16 ? "PWNED 512 MiB under a limit of 64" : "contained");
  return 0;
}

#include <stdio.h>
#include <unistd.h>

int main(void) {
  puts("contained");
  fflush(stdout);
  if (fork() == 0) {
    setsid();
    close(0);
    close(1);
    close(2);
    for (;;) {
      if (fork() != 0) _exit(0);
    }
  }
  usleep(200000);
  return 0;
}

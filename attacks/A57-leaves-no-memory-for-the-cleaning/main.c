#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  static char page[4096];
  for (int round = 0; round < 40; round++) {
    if (fork() == 0) {
      char name[32];
      snprintf(name, sizeof name, "%s%d", round % 2 ? "/tmp/f" : "/box/run/f", round);
      int file = open(name, O_CREAT | O_WRONLY, 0600);
      while (write(file, page, sizeof page) > 0) {
      }
      _exit(0);
    }
    wait(NULL);
  }
  return 0;
}

#include <unistd.h>

int main(void) {
  if (fork() == 0) {
    setsid();
    if (fork() == 0) {
      for (volatile unsigned i = 0;; i++) {
      }
    }
    _exit(0);
  }
  sleep(60);
  return 0;
}

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
  for (int i = 1; i < 65; i++) {
    if (kill(1, i) == 0) printf("PWNED signal %d to PID 1\n", i);
    if (getppid() != getpid() && kill(getppid(), i) == 0) printf("PWNED signal %d to the parent\n", i);
  }
  signal(SIGTERM, SIG_IGN);
  kill(-1, SIGTERM);
  kill(-1, SIGSTOP - SIGSTOP);
  puts("contained");
  fflush(stdout);
  kill(-1, SIGCONT);
  return 0;
}

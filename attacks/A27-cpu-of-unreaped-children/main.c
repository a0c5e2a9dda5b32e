#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void burn(double seconds) {
  struct timespec used;
  do {
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  } while (used.tv_sec + used.tv_nsec / 1e9 < seconds);
}

int main(void) {
  signal(SIGCHLD, SIG_IGN);
  for (int i = 0; i < 40; i++) {
    if (fork() == 0) {
      burn(0.1);
      _exit(0);
    }
    usleep(110000);
  }
  /* They are not reaped, only waited for: on a busy machine they have not burned enough yet. */
  wait(NULL);
  return 0;
}

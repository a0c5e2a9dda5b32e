#include "probe.h"

int main(void) {
  int killed = 0, refused = 0, done = 0;
  for (long number = 0; number < 512; number++) {
    /* fork, vfork, clone and those that only wait or end are no news here. */
    if (number == 34 || number == 56 || number == 57 || number == 58 || number == 60 || number == 231 || number == 61 || number == 247) continue;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
      alarm(1);
      errno = 0;
      long result = syscall(number, -1L, scratch, -1L, scratch + 4096, -1L, -1L);
      _exit(result == -1 ? 1 : 0);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, WUNTRACED) < 0) continue;
    if (WIFSTOPPED(status)) kill(child, SIGKILL);
    if (WIFSIGNALED(status)) killed++;
    else if (WIFEXITED(status) && WEXITSTATUS(status) == 1) refused++;
    else done++;
  }
  printf("%d killed, %d refused, %d done\n", killed, refused, done);
  CONTAINED();
  return 0;
}

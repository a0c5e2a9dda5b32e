#include "probe.h"

int main(void) {
  int root = open("/", O_RDONLY | O_DIRECTORY);
  PROBE("syncfs", syncfs(root));
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    errno = 0;
    syscall(SYS_sync);
    _exit(errno);
  }
  report("sync", child);
  CONTAINED();
  return 0;
}

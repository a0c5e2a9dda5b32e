#include "probe.h"

int main(void) {
  PROBE("process_madvise", syscall(440, 0, scratch, 1, 20, 0));
  PROBE("process_mrelease", syscall(448, 0, 0));
  PROBE("pidfd_open of PID 1, then a signal", ({ int fd = syscall(434, 1, 0); fd < 0 ? -1 : syscall(424, fd, 15, 0, 0); }));
  CONTAINED();
  return 0;
}

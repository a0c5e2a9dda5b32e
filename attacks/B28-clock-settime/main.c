#include "probe.h"

int main(void) {
  errno = 0;
  long result = syscall(SYS_clock_settime, 0, scratch);
  printf(result >= 0 ? "PWNED\n" : "refused: %s\n", strerror(errno));
  return 0;
}

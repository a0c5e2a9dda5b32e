#include "probe.h"

int main(void) {
  errno = 0;
  long result = syscall(SYS_kcmp, getpid(), getpid(), 0, 0, 0);
  printf(result >= 0 ? "PWNED\n" : "refused: %s\n", strerror(errno));
  return 0;
}

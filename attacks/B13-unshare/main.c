#include "probe.h"

int main(void) {
  errno = 0;
  long result = syscall(SYS_unshare, 0x10000000);
  printf(result >= 0 ? "PWNED\n" : "refused: %s\n", strerror(errno));
  return 0;
}

#include "probe.h"

int main(void) {
  errno = 0;
  long result = syscall(SYS_pivot_root, "/tmp", "/tmp");
  printf(result >= 0 ? "PWNED\n" : "refused: %s\n", strerror(errno));
  return 0;
}

#include "probe.h"

int main(void) {
  errno = 0;
  long result = syscall(SYS_modify_ldt, 0, scratch, 64);
  printf(result >= 0 ? "PWNED\n" : "refused: %s\n", strerror(errno));
  return 0;
}

#include "probe.h"

int main(void) {
  errno = 0;
  long result = syscall(SYS_init_module, scratch, 16, "");
  printf(result >= 0 ? "PWNED\n" : "refused: %s\n", strerror(errno));
  return 0;
}

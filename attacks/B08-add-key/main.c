#include "probe.h"

int main(void) {
  errno = 0;
  long result = syscall(SYS_add_key, "user", "glovebox", "x", 1, -4);
  printf(result >= 0 ? "PWNED\n" : "refused: %s\n", strerror(errno));
  return 0;
}

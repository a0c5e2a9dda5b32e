#include "probe.h"

int main(void) {
  errno = 0;
  long result = syscall(SYS_reboot, 0xfee1dead, 0x28121969, 0x1234567, 0);
  printf(result >= 0 ? "PWNED\n" : "refused: %s\n", strerror(errno));
  return 0;
}

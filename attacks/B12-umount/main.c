#include "probe.h"

int main(void) {
  errno = 0;
  long result = syscall(SYS_umount2, "/proc/acpi", 2);
  printf(result >= 0 ? "PWNED\n" : "refused: %s\n", strerror(errno));
  return 0;
}

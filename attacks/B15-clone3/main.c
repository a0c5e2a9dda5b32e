#include "probe.h"

int main(void) {
  *(unsigned long *)scratch = 0x10000000;
  errno = 0;
  long result = syscall(SYS_clone3, scratch, 88);
  if (result >= 0) puts("PWNED");
  else if (errno != ENOSYS) printf("PWNED errno %d instead of ENOSYS\n", errno);
  CONTAINED();
  return 0;
}

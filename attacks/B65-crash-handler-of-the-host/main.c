#include "probe.h"
#include <sys/resource.h>

int main(void) {
  struct rlimit limit, none = {0, 0};
  getrlimit(RLIMIT_CORE, &limit);
  if (limit.rlim_max != 1) printf("PWNED the hard core limit is %ld, not 1\n", (long)limit.rlim_max);
  PROBE("setrlimit", syscall(SYS_setrlimit, RLIMIT_CORE, &none));
  PROBE("prlimit", syscall(SYS_prlimit64, 0, RLIMIT_CORE, &none, NULL));
  CONTAINED();
  return 0;
}

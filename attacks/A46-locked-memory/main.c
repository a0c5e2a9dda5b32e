#include "probe.h"
#include <sys/mman.h>

int main(void) {
  PROBE("mlock", mlock(scratch, sizeof scratch));
  PROBE("mlockall", mlockall(MCL_CURRENT | MCL_FUTURE));
  PROBE("mlock2", syscall(SYS_mlock2, scratch, sizeof scratch, 1));
  PROBE("huge page mapping", mmap(NULL, 2 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | MAP_POPULATE, -1, 0) == MAP_FAILED ? -1 : 0);
  CONTAINED();
  return 0;
}

#include "probe.h"
#include <sys/sysmacros.h>

int main(void) {
  PROBE("memory device", mknod("/tmp/mem", S_IFCHR | 0666, makedev(1, 1)));
  PROBE("first disk", mknod("/tmp/disk", S_IFBLK | 0666, makedev(8, 0)));
  PROBE("overlay whiteout", mknod("/tmp/whiteout", S_IFCHR | 0666, makedev(0, 0)) == 0 ? open("/tmp/whiteout", O_RDWR) : -1);
  CONTAINED();
  return 0;
}

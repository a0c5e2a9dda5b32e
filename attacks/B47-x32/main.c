#include "probe.h"

int main(void) {
  PROBE("x32 getpid", syscall(0x40000000 | 39));
  PROBE("x32 ptrace", syscall(0x40000000 | 521, 0, 0, 0, 0));
  PROBE("x32 unshare", syscall(0x40000000 | 272, 0x10000000));
  CONTAINED();
  return 0;
}

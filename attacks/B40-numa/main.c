#include "probe.h"

int main(void) {
  PROBE("mbind", syscall(SYS_mbind, scratch, 4096, 1, 0, 0, 0));
  PROBE("move_pages of PID 1", syscall(SYS_move_pages, 1, 0, 0, 0, 0, 0));
  PROBE("migrate_pages of PID 1", syscall(SYS_migrate_pages, 1, 8, scratch, scratch));
  CONTAINED();
  return 0;
}

#include "probe.h"

int main(void) {
  PROBE("mount proc", syscall(SYS_mount, "proc", "/tmp", "proc", 0, 0));
  PROBE("bind mount", syscall(SYS_mount, "/", "/tmp", 0, 4096, 0));
  PROBE("remount of / read-write", syscall(SYS_mount, "", "/", "", 32, 0));
  PROBE("remount of /proc/sys", syscall(SYS_mount, "", "/proc/sys", "", 32 | 4096, 0));
  PROBE("open_tree", syscall(428, -100, "/", 1));
  PROBE("move_mount", syscall(429, -100, "/tmp", -100, "/box/run", 0));
  PROBE("fsopen", syscall(430, "proc", 0));
  PROBE("fsconfig", syscall(431, 0, 6, 0, 0, 0));
  PROBE("fsmount", syscall(432, 0, 0, 0));
  PROBE("fspick", syscall(433, -100, "/", 0));
  PROBE("mount_setattr", syscall(442, -100, "/", 0x8000, scratch, 32));
  PROBE("statmount", syscall(457, scratch, scratch, 64, 0));
  PROBE("listmount", syscall(458, scratch, scratch, 64, 0));
  CONTAINED();
  return 0;
}

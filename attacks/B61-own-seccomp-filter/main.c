#include "probe.h"
#include <linux/filter.h>
#include <linux/seccomp.h>

int main(void) {
  struct sock_filter allow[] = {{6, 0, 0, 0x7fff0000}};
  struct sock_fprog program = {1, allow};
  PROBE("listener", syscall(SYS_seccomp, 1, 8, &program));
  prctl(22, 2, &program, 0, 0);
  PROBE("ptrace afterwards", syscall(SYS_ptrace, 0, 0, 0, 0));
  CONTAINED();
  return 0;
}

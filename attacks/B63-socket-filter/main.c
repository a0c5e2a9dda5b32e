#include "probe.h"
#include <linux/filter.h>

int main(void) {
  int ends[2];
  struct sock_filter pass[] = {{6, 0, 0, 0xffffffff}};
  struct sock_fprog program = {1, pass};
  if (socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0) {
    PROBE("SO_ATTACH_FILTER", setsockopt(ends[0], SOL_SOCKET, 26, &program, sizeof program));
    PROBE("SO_ATTACH_REUSEPORT_CBPF", setsockopt(ends[0], SOL_SOCKET, 51, &program, sizeof program));
  }
  CONTAINED();
  return 0;
}

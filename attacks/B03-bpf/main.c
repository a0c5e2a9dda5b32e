#include "probe.h"

int main(void) {
  ((int *)scratch)[0] = 2; ((int *)scratch)[1] = 4; ((int *)scratch)[2] = 4; ((int *)scratch)[3] = 1;
  errno = 0;
  long result = syscall(SYS_bpf, 0, scratch, 72);
  printf(result >= 0 ? "PWNED\n" : "refused: %s\n", strerror(errno));
  return 0;
}

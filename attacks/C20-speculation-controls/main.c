#include "probe.h"

int main(void) {
  char line[256];
  FILE *status = fopen("/proc/self/status", "r");
  while (status != NULL && fgets(line, sizeof line, status) != NULL) {
    if (strncmp(line, "Specul", 6) == 0 || strncmp(line, "Seccomp", 7) == 0) fputs(line, stdout);
    if (strcmp(line, "Seccomp:\t0\n") == 0) puts("PWNED no seccomp filter");
  }
  CONTAINED();
  return 0;
}

#include "probe.h"

int main(void) {
  errno = 0;
  long result = socket(40, 1, 0);
  printf(result >= 0 ? "PWNED\n" : "refused: %s\n", strerror(errno));
  return 0;
}

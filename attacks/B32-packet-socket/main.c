#include "probe.h"

int main(void) {
  errno = 0;
  long result = socket(17, 3, 768);
  printf(result >= 0 ? "PWNED\n" : "refused: %s\n", strerror(errno));
  return 0;
}

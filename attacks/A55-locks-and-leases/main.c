#include "probe.h"
#include <sys/file.h>

int main(void) {
  int file = open("/etc/passwd", O_RDONLY);
  PROBE("lease on an image file", fcntl(file, F_SETLEASE, F_RDLCK));
  PROBE("write lock on an image file", ({ struct flock lock = {.l_type = F_WRLCK}; fcntl(file, F_SETLK, &lock); }));
  CONTAINED();
  return 0;
}

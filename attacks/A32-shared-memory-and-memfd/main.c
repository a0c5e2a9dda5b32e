#include "probe.h"
#include <sys/mman.h>

int main(void) {
  PROBE("file in /dev/shm", open("/dev/shm/glovebox-pwned", O_CREAT | O_RDWR, 0666));
  int file = syscall(SYS_memfd_create, "x", 0);
  if (file >= 0) {
    static char block[1 << 20];
    long written = 0;
    for (int i = 0; i < 512; i++) {
      if (write(file, block, sizeof block) <= 0) break;
      written += sizeof block;
    }
    if (written == 512L << 20) puts("PWNED half a gibibyte in a memory file");
  }
  CONTAINED();
  return 0;
}

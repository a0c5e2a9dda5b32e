#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

int main(void) {
  size_t size = 32 << 20;
  unsigned char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | 0x4000000, -1, 0);
  if (memory == MAP_FAILED) return 1;
  for (size_t i = 0; i < size; i++) {
    if (memory[i] != 0) {
      puts("PWNED");
      return 0;
    }
  }
  puts("contained");
  return 0;
}

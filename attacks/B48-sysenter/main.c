#include "probe.h"

static int by_vsyscall(void) {
  long (*time_of_old)(long *) = (long (*)(long *))0xffffffffff600400UL;
  return time_of_old(NULL) > 0 ? -1 : -1;
}

int main(void) {
  PROBE("vsyscall", by_vsyscall());
  PROBE("hlt", ({ __asm__ volatile("hlt"); 0; }));
  PROBE("in", ({ unsigned char value; __asm__ volatile("inb $0x70, %0" : "=a"(value)); 0; }));
  PROBE("rdmsr", ({ unsigned low, high; __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(0x10)); 0; }));
  PROBE("cli", ({ __asm__ volatile("cli"); 0; }));
  CONTAINED();
  return 0;
}

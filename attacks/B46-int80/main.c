#include "probe.h"

int main(void) {
  long result;
  /* 26 is ptrace by this door; getpid (20) tells whether the door is open at all. */
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory");
  if (result > 0) printf("PWNED pid %ld through int 0x80\n", result);
  else printf("refused: %ld\n", result);
  return 0;
}

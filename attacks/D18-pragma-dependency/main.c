#pragma GCC dependency "/proc/1/root/etc/shadow"
#pragma GCC poison none
#include <stdio.h>

int main(void) {
  puts("contained");
  return 0;
}

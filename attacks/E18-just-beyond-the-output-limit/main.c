#include <string.h>
#include <unistd.h>

int main(void) {
  static char block[20000];
  memset(block, 'x', sizeof block);
  return write(1, block, sizeof block) != sizeof block;
}

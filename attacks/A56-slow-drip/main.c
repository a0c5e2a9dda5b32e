#include <unistd.h>

int main(void) {
  for (;;) {
    if (write(1, "x", 1) < 0) return 1;
  }
}

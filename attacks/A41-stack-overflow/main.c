#include <stdio.h>

static int deeper(int level) {
  volatile char frame[4096];
  frame[level % 4096] = (char)level;
  return deeper(level + 1) + frame[0];
}

int main(void) {
  printf("%d\n", deeper(0));
  return 0;
}

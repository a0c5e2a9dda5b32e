#include <stdio.h>
#include <stdlib.h>

int main(void) {
  int code = 0;
  if (scanf("%d", &code) != 1) return 3;
  exit(code);
}

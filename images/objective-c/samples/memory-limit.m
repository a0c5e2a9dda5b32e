#include <stdlib.h>
#include <string.h>

int main(void)
{
    for (;;) {
        char *volatile block = malloc(1000000);
        memset(block, 1, 1000000);
    }
}

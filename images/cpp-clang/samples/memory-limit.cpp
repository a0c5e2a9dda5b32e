#include <cstring>

int main()
{
    for (;;) {
        char *volatile block = new char[1 << 20];
        std::memset(block, 1, 1 << 20);
    }
}

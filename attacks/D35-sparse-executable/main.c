__attribute__((aligned(1u << 26))) char one[16] = {1};
__attribute__((section(".second"), aligned(1u << 26))) char two[16] = {2};
int main(void) { return one[0] - 1; }

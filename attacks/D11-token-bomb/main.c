#define A(x) x x x x x x x x x x
#define B(x) A(A(A(A(A(x)))))
#define C(x) B(A(A(A(x))))
int a[] = {C(1,)};
int main(void) { return a[0]; }

template <int N, int M> struct A { static const long v = A<N - 1, M>::v + A<N - 1, M * 2>::v + A<N - 1, M * 2 + 1>::v; };
template <int M> struct A<0, M> { static const long v = M; };
int main() { return A<26, 1>::v != 0; }

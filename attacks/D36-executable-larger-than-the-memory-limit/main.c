char big[40u << 20] = {1};

int main(void) {
  long sum = 0;
  for (unsigned i = 0; i < sizeof big; i += 512) sum += big[i]++;
  return sum == 0;
}

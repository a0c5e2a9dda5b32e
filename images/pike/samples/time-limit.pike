int main() {
  int turns = 0;
  while (1) turns = 1 - turns;
}

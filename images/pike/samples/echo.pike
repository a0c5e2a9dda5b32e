int main() {
  while (string line = Stdio.stdin.gets())
    write("%s\n", line);
  return 0;
}

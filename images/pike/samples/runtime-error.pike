int main() {
  error("wrong\n");
}

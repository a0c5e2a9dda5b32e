int main() {
  write("unfinished"
}

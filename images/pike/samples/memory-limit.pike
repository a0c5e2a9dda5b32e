int main() {
  array all = ({});
  while (1)
    all += ({ "x" * 100000 + sizeof(all) });
}

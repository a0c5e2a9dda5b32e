read -r test
if [ "$test" = plant ]; then
  for root in /tmp /box/run; do
    mkdir -p "$root/a/b/c"
    : > "$root/a/b/c/file"
    chmod 0 "$root/a/b/c/file" "$root/a/b/c" "$root/a/b" "$root/a"
  done
  chmod 0 /box/run
else
  [ -n "$(ls -A /tmp /box/run | grep -v : | tr -d '\n')" ] && echo "PWNED $(ls -AR /tmp /box/run)"
fi
echo contained

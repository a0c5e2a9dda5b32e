head -c 1000m /dev/zero > x
size=$(stat -c %s x 2>/dev/null || echo 0)
for i in 1 2 3 4 5 6 7 8; do head -c 200m /dev/zero > "y$i"; done 2>/dev/null
total=$(cat x y? 2>/dev/null | wc -c)
[ "$total" -gt 600000000 ] && echo "PWNED $total bytes" || echo contained

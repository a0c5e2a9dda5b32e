read -r marker
rest=$(printf '%s' "$marker" | rev)
for folder in /box /tmp /glovebox /var /home /srv /mnt /opt /run /proc/1; do
  grep -rsl -e "expected-$rest" "$folder" 2>/dev/null | while read -r file; do echo "PWNED $file"; done
done
ls -A /box/run /tmp | grep -v ':$' | grep . && echo PWNED a file of somebody
find / -xdev -newer /proc/1 -type f 2>/dev/null | grep -vE '^/(proc|sys|dev)/|^/box/app/' | grep . && echo PWNED a fresh file
echo contained

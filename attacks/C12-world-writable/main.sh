find / -xdev \( -type f -o -type d \) -writable 2>/dev/null | grep -vxE '/tmp|/box/run(/.*)?|/var/tmp|/run/lock|/var/lock' | while read -r path; do
  ( : >> "$path" ) 2>/dev/null && echo "PWNED $path"
  ( : > "$path/glovebox-pwned" ) 2>/dev/null && echo "PWNED $path/"
done
( : > /glovebox/init ) 2>/dev/null && echo PWNED the supervisor
( : > /etc/ld.so.preload ) 2>/dev/null && echo PWNED the loader
echo contained

cat /proc/self/root/../../../../etc/hostname 2>/dev/null
ls /proc/self/cwd/../../../../var/lib/docker 2>/dev/null && echo PWNED
ls /proc/1/root/ 2>/dev/null && echo PWNED the root of PID 1
for link in /proc/1/task/*/cwd /proc/self/task/*/root/var/lib/docker; do ls "$link" 2>/dev/null && echo "PWNED $link"; done
cat /proc/self/fdinfo/0 /proc/self/mounts > /dev/null
echo contained

tr '\0' ' ' < /proc/1/cmdline | grep -iE 'secret|expected|token|password|key' && echo PWNED the command line
cat /proc/1/environ 2>/dev/null | grep -q . && echo PWNED the environment
ls /proc/1/fd 2>/dev/null | grep -q . && echo PWNED the descriptors
cat /proc/1/maps 2>/dev/null | grep -q . && echo PWNED the memory map
for pid in /proc/[0-9]*; do tr '\0' '\n' < "$pid/environ" 2>/dev/null | grep -iE '^(PG|SPRING|GLOVEBOX|DOCKER)' && echo PWNED; done
echo contained

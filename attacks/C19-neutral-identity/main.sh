[ "$(cat /proc/sys/kernel/hostname)" = sandbox ] || echo "PWNED host name $(cat /proc/sys/kernel/hostname)"
[ "$(cat /proc/sys/kernel/domainname)" = '(none)' ] || echo "domain $(cat /proc/sys/kernel/domainname)"
grep -q ":$(id -u):" /etc/passwd && echo PWNED a passwd entry
echo contained

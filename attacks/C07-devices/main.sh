allowed=' core fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero '
for name in $(ls /dev); do
  case "$allowed" in *" $name "*) ;; *) echo "PWNED /dev/$name" ;; esac
done
find /dev -type b 2>/dev/null | grep . && echo PWNED a block device
find /dev -type c 2>/dev/null | grep -vxE '/dev/(full|null|ptmx|pts/ptmx|random|tty|urandom|zero)' && echo PWNED another device
echo contained

tail -n +3 /proc/net/dev 2>/dev/null | cut -d: -f1 | tr -d ' ' | grep -vx lo | grep . && echo PWNED an interface
tail -n +2 /proc/net/route 2>/dev/null | grep . && echo PWNED a route
tail -n +2 /proc/net/tcp 2>/dev/null | grep . && echo PWNED a connection
echo contained

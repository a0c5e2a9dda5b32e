[ -e /glovebox/init ] || echo "no supervisor to be seen"
timeout 1 /glovebox/init --uid-base 70000 --uid-count 16 --stage-max 1048576 < /dev/null > output 2>&1
echo "status $?"
cp /glovebox/init copy 2>/dev/null && chmod 6755 copy && timeout 1 ./copy < /dev/null > output 2>&1
kill -0 1 2>/dev/null && echo PWNED the supervisor
echo contained

cp /bin/true /tmp/program
chmod 755 /tmp/program
/tmp/program 2>/dev/null && echo PWNED
echo contained

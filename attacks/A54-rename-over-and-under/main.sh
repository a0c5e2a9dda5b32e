cd /
mv /box/run /box/gone 2>/dev/null && echo PWNED moved
rmdir /box/run 2>/dev/null && echo PWNED removed
ln -s /etc /box/link 2>/dev/null && echo PWNED linked
mkdir /box/mine 2>/dev/null && echo PWNED made
mv /box/app /box/gone 2>/dev/null && echo PWNED moved the program
chmod 777 /box /box/app 2>/dev/null && echo PWNED mode
echo contained

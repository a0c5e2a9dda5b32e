grep -E '^[^:]*:\$' /etc/shadow 2>/dev/null && echo PWNED a password hash
cat /etc/shadow 2>/dev/null | grep . && echo PWNED /etc/shadow is readable
find / -xdev \( -name 'id_rsa*' -o -name 'id_ed25519*' -o -name '*.key' -o -name '.netrc' -o -name '.npmrc' -o -name '.git-credentials' -o -name '.docker' \) -not -path '/usr/share/*' -not -path '/usr/lib/*' -not -path '/proc/*' 2>/dev/null | grep . && echo PWNED a secret
ls -A /root 2>/dev/null | grep . && echo PWNED the home of root
echo contained

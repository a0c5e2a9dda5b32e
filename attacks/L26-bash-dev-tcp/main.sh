for port in 22 80 2375 5432 8080; do
  ( exec 3<>"/dev/tcp/127.0.0.1/$port" ) 2>/dev/null && echo "PWNED $port"
  ( exec 3<>"/dev/udp/127.0.0.1/$port" ) 2>/dev/null && echo "PWNED udp $port"
done
[ -n "$( { printf '%s' "$(< /etc/shadow)"; } 2>/dev/null )" ] && echo PWNED shadow
enable -f /box/run/evil.so evil 2>/dev/null && echo PWNED
echo contained

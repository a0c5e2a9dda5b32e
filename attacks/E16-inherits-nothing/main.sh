while read -r name value; do
  case "$name" in
    SigBlk:|SigPnd:|ShdPnd:) [ "$value" = 0000000000000000 ] || echo "PWNED $name $value" ;;
    TracerPid:) [ "$value" = 0 ] || echo "PWNED $name $value" ;;
    Seccomp:) [ "$value" = 2 ] || echo "PWNED $name $value" ;;
  esac
done < <(cat /proc/self/status)
[ "$(ulimit -Hc)" -le 1 ] || echo PWNED core
[ "$(umask)" = 0022 ] || echo "umask $(umask)"
echo contained

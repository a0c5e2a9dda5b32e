while read -r name value; do
  case "$name" in
    CapEff:|CapPrm:|CapBnd:|CapAmb:|CapInh:) [ "$value" = 0000000000000000 ] || echo "PWNED $name $value" ;;
  esac
done < /proc/self/status
[ "$(id -u)" -gt 65536 ] || echo "PWNED user $(id)"
[ "$(id -G | wc -w)" = 1 ] || echo "PWNED groups $(id -G)"
echo contained

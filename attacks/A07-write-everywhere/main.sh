allowed=0
while IFS= read -r folder; do
  mark="$folder/glovebox-pwned"
  if ( : > "$mark" ) 2>/dev/null; then
    rm -f "$mark"
    case "$folder" in
      /tmp|/box/run|/proc/*/cwd) allowed=$((allowed + 1)) ;;
      *) echo "PWNED $folder is writable" ;;
    esac
  fi
done < <(find / -xdev -type d 2>/dev/null; find /dev /box /tmp /run /sys -maxdepth 2 -type d 2>/dev/null; find /proc -maxdepth 1 -type d 2>/dev/null)
[ "$allowed" -ge 2 ] && echo contained

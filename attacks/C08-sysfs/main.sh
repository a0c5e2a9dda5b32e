for file in /sys/power/state /sys/kernel/uevent_helper /sys/kernel/mm/transparent_hugepage/enabled /sys/bus/pci/rescan /sys/class/net/lo/mtu /sys/module/printk/parameters/time; do
  ( echo 1 > "$file" ) 2>/dev/null && echo "PWNED $file"
done
mkdir /sys/fs/cgroup/glovebox-pwned 2>/dev/null && echo PWNED a cgroup
mkdir /sys/fs/cgroup/memory/glovebox-pwned 2>/dev/null && echo PWNED a cgroup
echo contained

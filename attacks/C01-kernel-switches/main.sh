for file in /proc/sysrq-trigger /proc/sys/kernel/core_pattern /proc/sys/kernel/hostname /proc/sys/vm/overcommit_memory \
    /proc/sys/vm/drop_caches /proc/sys/kernel/modprobe /proc/sys/fs/binfmt_misc/register /proc/irq/0/smp_affinity /proc/bus/pci \
    /proc/sys/kernel/ns_last_pid /proc/self/attr/current /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/randomize_va_space; do
  ( echo 1 > "$file" ) 2>/dev/null && echo "PWNED $file"
done
find /proc/sys /proc/irq /proc/bus -writable -type f 2>/dev/null | while read -r file; do
  ( exec 3>>"$file" ) 2>/dev/null && echo "PWNED $file opens for writing"
done
echo contained

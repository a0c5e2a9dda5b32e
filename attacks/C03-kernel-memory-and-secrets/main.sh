for file in /proc/kcore /proc/keys /proc/timer_list /proc/sched_debug /proc/latency_stats /proc/scsi/scsi /dev/mem /dev/kmem /dev/kmsg /dev/port \
    /dev/vda /dev/sda /dev/nvme0n1 /dev/kvm /dev/fuse /dev/net/tun /proc/vmallocinfo /proc/slabinfo /proc/pagetypeinfo /proc/kpagecount /proc/kpageflags \
    /sys/kernel/debug/sched/debug /sys/kernel/tracing/trace /sys/firmware/dmi/tables/DMI /sys/firmware/efi/efivars /sys/kernel/security/lockdown \
    /sys/class/powercap/intel-rapl:0/energy_uj /sys/devices/virtual/powercap/intel-rapl/intel-rapl:0/energy_uj /sys/kernel/notes /boot/System.map; do
  content=$(timeout 2 head -c 64 "$file" 2>/dev/null | tr -d '\0')
  case "$file" in /sys/kernel/notes) ;; *) [ -n "$content" ] && echo "PWNED $file" ;; esac
done
grep -qvE '^0+ ' /proc/kallsyms 2>/dev/null && echo PWNED kernel addresses
grep -qvE ' 0x0+$' /proc/modules 2>/dev/null && echo PWNED module addresses
echo contained

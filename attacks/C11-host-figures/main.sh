head -1 /proc/meminfo
nproc
cat /proc/loadavg
uname -r
echo contained

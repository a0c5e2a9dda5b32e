bash -c 'kill -ABRT $$'
echo "status $?"
bash -c 'kill -SEGV $$'
ls -a | grep -i core && echo PWNED a core file
ls /tmp | grep -i core && echo PWNED a core file
limit=$(ulimit -Hc)
case "$limit" in 0|1) echo "contained core limit $limit" ;; *) echo "PWNED core limit $limit" ;; esac

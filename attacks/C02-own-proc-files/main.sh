( echo -1000 > /proc/self/oom_score_adj ) 2>/dev/null && echo PWNED oom_score_adj
( echo -17 > /proc/self/oom_adj ) 2>/dev/null && echo PWNED oom_adj
( echo '0 0 1' > /proc/self/uid_map ) 2>/dev/null && echo PWNED uid_map
( echo '0 0 1' > /proc/self/gid_map ) 2>/dev/null && echo PWNED gid_map
( echo 1 > /proc/self/autogroup ) 2>/dev/null
echo contained

<?php
ini_set('open_basedir', '/');
ini_set('memory_limit', '-1');
echo shell_exec('cat /etc/shadow 2>/dev/null') ? "PWNED shadow\n" : '';
exec('kill -9 1 2>/dev/null', $lines, $status);
echo $status === 0 ? "PWNED init\n" : '';
echo @file_put_contents('/box/app/x', 'x') ? "PWNED app\n" : '';
echo @fsockopen('127.0.0.1', 5432) ? "PWNED socket\n" : '';
echo "contained\n";

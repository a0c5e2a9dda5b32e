import os
import sys

word = sys.stdin.readline().strip()
me = os.getuid()
for folder in ('/tmp', '/box', '/box/run', '/dev/shm', '/dev/mqueue', '/dev/pts'):
    try:
        names = os.listdir(folder)
    except OSError:
        continue
    for name in names:
        owner = os.lstat(os.path.join(folder, name)).st_uid
        if owner not in (0, me) and (folder, name) != ('/box', 'app'):
            print('PWNED', folder, name, owner)
for table in ('shm', 'msg', 'sem'):
    try:
        with open('/proc/sysvipc/' + table) as lines:
            if len(lines.readlines()) > 1:
                print('PWNED', table)
    except OSError:
        pass
print('contained')

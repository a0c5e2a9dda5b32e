import os

me = os.getuid()
for pid in filter(str.isdigit, os.listdir('/proc')):
    try:
        owner = os.stat(f'/proc/{pid}').st_uid
        with open(f'/proc/{pid}/cmdline', 'rb') as file:
            command = file.read().replace(b'\0', b' ')
    except OSError:
        continue
    if int(pid) != 1 and owner != me:
        print('PWNED process', pid, 'of', owner, command)
    if pid == '1' and b'/glovebox/init' not in command:
        print('PWNED PID 1 is', command)
print('contained')

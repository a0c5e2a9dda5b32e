import os

listing = os.open('/proc/self/fd', os.O_RDONLY | os.O_DIRECTORY)
for name in os.listdir(listing):
    number = int(name)
    try:
        target = os.readlink(name, dir_fd=listing)
    except OSError:
        continue
    if number == listing or target.endswith('/fd'):
        continue
    if number > 2:
        print('PWNED', number, target)
    elif not target.startswith(('pipe:', '/dev/null', 'host:', 'socket:')):
        print('PWNED', number, target)
print('contained')

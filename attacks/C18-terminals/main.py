import os

for name in os.listdir('/dev/pts'):
    if name != 'ptmx':
        print('PWNED', name)
try:
    leader, follower = os.openpty()
    os.write(leader, b'echo hello\n')
    print('a terminal of its own', os.ttyname(follower))
except OSError as refused:
    print(refused)
try:
    os.open('/dev/console', os.O_RDWR)
    print('PWNED console')
except OSError as refused:
    print(refused)
print('contained')

import os
import sys

names = [b'-rf', b'--', b'\n', b'\x1b[2J', b'\xff\xfe', b'*', b'$(id)', b';id', b'x' * 255, b' ', b'...', b'%s%n', b'\xed\xa0\x80']
if sys.stdin.readline().strip() == 'plant':
    for root in (b'/tmp/', b'/box/run/'):
        for name in names:
            open(root + name, 'w').close()
            os.mkdir(root + b'd' + name[:250])
            os.symlink(b'/', root + b'l' + name[:250])
else:
    left = os.listdir(b'/tmp') + os.listdir(b'/box/run')
    if left:
        print('PWNED', left)
print('contained')

import os
import sys

word = sys.stdin.readline().strip()
if word == 'plant':
    try:
        for i in range(100000):
            os.mkdir(f'/tmp/.lifted-{i}')
            open(f'/tmp/.lifted-{i}/x', 'w').close()
            os.chmod(f'/tmp/.lifted-{i}', 0)
    except OSError:
        pass
    try:
        with open('/box/run/fill', 'wb') as fill:
            while True:
                fill.write(b'x' * 65536)
    except OSError:
        pass
else:
    left = os.listdir('/tmp') + os.listdir('/box/run')
    if left:
        print('PWNED', left)
print('contained')

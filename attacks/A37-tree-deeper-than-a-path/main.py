import os
import sys

if sys.stdin.readline().strip() == 'dig':
    for root in ('/tmp', '/box/run'):
        os.chdir(root)
        try:
            for _ in range(600):
                os.mkdir('d' * 200)
                os.chdir('d' * 200)
        except OSError as refused:
            print(refused)
        open('bottom', 'w').close()
else:
    left = os.listdir('/tmp') + os.listdir('/box/run')
    if left:
        print('PWNED', left)
print('contained')

import os
import sys

word = sys.stdin.readline().strip()
if word == 'plant':
    for action in (lambda: open('/box/app/main.py', 'w'), lambda: os.rename('/box/app', '/box/other'), lambda: os.unlink('/box/app/main.py'),
                   lambda: open('/box/app/sitecustomize.py', 'w'), lambda: os.mkdir('/box/app/__pycache__'), lambda: os.symlink('/tmp', '/box/app/lib'),
                   lambda: os.chmod('/box/app/main.py', 0o777), lambda: os.rename('/box/run', '/box/app/run')):
        try:
            action()
            print('PWNED')
        except OSError:
            pass
print('contained')

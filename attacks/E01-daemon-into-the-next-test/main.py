import os
import sys
import time

if sys.stdin.readline().strip() == 'plant':
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for fd in range(3):
                os.close(fd)
            while True:
                try:
                    open('/tmp/late', 'w').close()
                except OSError:
                    pass
                time.sleep(0.01)
        os._exit(0)
    time.sleep(0.1)
else:
    deadline = time.monotonic() + 0.5
    while time.monotonic() < deadline:
        if os.path.exists('/tmp/late'):
            print('PWNED a file of a daemon')
            break
    others = [pid for pid in os.listdir('/proc') if pid.isdigit() and int(pid) not in (1, os.getpid())]
    if others:
        print('PWNED', others)
print('contained')

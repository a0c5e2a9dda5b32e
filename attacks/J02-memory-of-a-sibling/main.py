import os
import signal

child = os.fork()
if child == 0:
    signal.pause()
try:
    open(f'/proc/{child}/mem', 'rb+').close()
    print('its own child')
except OSError as refused:
    print(refused)
try:
    open('/proc/1/mem', 'rb+')
    print('PWNED')
except OSError as refused:
    print(refused)
os.kill(child, signal.SIGKILL)
print('contained')

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
child = os.fork()
if child == 0:
    if libc.unshare(0x10000000) == 0:
        print('PWNED', flush=True)
    os._exit(0)
os.waitpid(child, 0)
try:
    with open('/proc/self/uid_map', 'w') as file:
        file.write('0 0 1')
    print('PWNED a map')
except OSError as refused:
    print(refused)
print('contained')

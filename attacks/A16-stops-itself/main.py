import os
import signal

if os.fork() == 0:
    os.kill(os.getpid(), signal.SIGSTOP)
try:
    os.kill(1, signal.SIGSTOP)
except PermissionError:
    pass
os.kill(os.getpid(), signal.SIGSTOP)
print('PWNED by going on')

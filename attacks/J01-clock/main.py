import time

try:
    time.clock_settime(time.CLOCK_REALTIME, 0)
    print('PWNED')
except OSError as refused:
    print('contained', refused)

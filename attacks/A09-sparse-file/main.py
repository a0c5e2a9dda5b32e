import signal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    with open('sparse', 'wb') as file:
        file.truncate(1 << 40)
    print('PWNED')
except OSError as refused:
    print('contained', refused)

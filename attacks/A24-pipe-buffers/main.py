import fcntl
import os

ends, held = [], 0
try:
    while True:
        reader, writer = os.pipe()
        ends += [reader, writer]
        try:
            fcntl.fcntl(writer, 1031, 1 << 20)
        except OSError:
            pass
        os.set_blocking(writer, False)
        held += os.write(writer, b'x' * (1 << 20))
except OSError as refused:
    print('contained', held, refused)
if held > 512 << 20:
    print('PWNED', held)

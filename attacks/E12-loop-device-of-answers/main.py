import os

try:
    mine = os.open('/proc/self/fd/1', os.O_RDONLY | os.O_NONBLOCK)
    os.read(mine, 10)
    os.close(mine)
except OSError as refused:
    os.write(2, str(refused).encode())
try:
    feed = os.open('/proc/self/fd/0', os.O_WRONLY | os.O_NONBLOCK)
    os.write(feed, b'forged input\n')
    os.close(feed)
except OSError as refused:
    os.write(2, str(refused).encode())
print('contained')

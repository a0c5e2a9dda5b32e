import socket

try:
    print('PWNED', socket.gethostbyname('example.com'))
except OSError as refused:
    print('contained', refused)

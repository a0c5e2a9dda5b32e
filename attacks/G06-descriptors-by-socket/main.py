import array
import os
import socket

sent = 0
keep = []
try:
    while sent < 200000:
        a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        keep += [a, b]
        a.setblocking(False)
        try:
            while True:
                a.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [0] * 100))])
                sent += 100
        except OSError:
            pass
except OSError as refused:
    print(refused)
if sent >= 200000:
    print('PWNED', sent)
print('contained', sent)

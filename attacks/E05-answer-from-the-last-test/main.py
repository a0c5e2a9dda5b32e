import os
import socket
import sys

places = ['/tmp/note', '/box/run/note', '/box/note', '/box/app/note', '/dev/shm/note', '/dev/mqueue/note', '/var/tmp/note', os.path.expanduser('~/note')]
word = sys.stdin.readline().strip()
if word == 'plant':
    for place in places:
        try:
            with open(place, 'w') as note:
                note.write('secret of test one')
        except OSError:
            pass
    try:
        server = socket.socket(socket.AF_UNIX)
        server.bind('\0glovebox-note')
        server.listen()
        if os.fork() == 0:
            os.setsid()
            while True:
                server.accept()[0].sendall(b'secret of test one')
    except OSError:
        pass
else:
    for place in places:
        if os.path.exists(place):
            print('PWNED', place)
    try:
        client = socket.socket(socket.AF_UNIX)
        client.connect('\0glovebox-note')
        print('PWNED a socket')
    except OSError:
        pass
print('contained')

import socket

for family, address in ((socket.AF_INET, ('0.0.0.0', 8080)), (socket.AF_INET6, ('::', 8080))):
    try:
        server = socket.socket(family)
        server.bind(address)
        server.listen()
        print('PWNED', address)
    except OSError as refused:
        print(refused)
print('contained')

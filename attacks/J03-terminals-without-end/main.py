import os

held = []
try:
    while len(held) < 400:
        held.append(os.open('/dev/ptmx', os.O_RDWR | os.O_NOCTTY))
except OSError as refused:
    print(refused)
if held:
    print('PWNED', len(held), 'terminals')
print('contained')

import os
import sys

test = sys.stdin.readline().strip()
for folder in ('/tmp', '.'):
    made = 0
    try:
        while made < 300000:
            os.close(os.open(f'{folder}/f{made}', os.O_CREAT | os.O_WRONLY))
            made += 1
            if test == 'look' and made == 8:
                break
    except OSError as refused:
        print(folder, 'refused after', made, refused)
    if made >= 300000 or (test == 'look' and made < 8):
        print('PWNED', folder, made)
print('contained')

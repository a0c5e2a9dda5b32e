import os

taken = []
try:
    while len(taken) < 100000:
        taken.append(os.dup(1))
    print('PWNED', len(taken))
except OSError as refused:
    print('contained', len(taken), refused)

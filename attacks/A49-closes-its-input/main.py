import os

os.close(0)
for _ in range(256):
    os.write(2, b'e' * 1024)
    os.write(1, b'o' * 1024)

import os

size = 1 << 10
while size < 1 << 30:
    child = os.fork()
    if child == 0:
        try:
            os.execve('/bin/true', ['true'] + ['x' * 100000] * (size >> 17), {'E': 'y' * min(size, 1 << 27)})
        except (OSError, MemoryError):
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if status:
        print('contained refused at', size)
        break
    size <<= 1
else:
    print('PWNED a gibibyte of arguments')

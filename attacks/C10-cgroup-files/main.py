import os

for folder, _, names in os.walk('/sys/fs/cgroup'):
    for name in names:
        path = os.path.join(folder, name)
        try:
            os.close(os.open(path, os.O_WRONLY))
            print('PWNED', path)
        except OSError:
            pass
print('contained')

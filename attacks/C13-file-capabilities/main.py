import os

for folder, _, names in os.walk('/'):
    if folder.startswith(('/proc', '/sys', '/dev')):
        continue
    for name in names:
        path = os.path.join(folder, name)
        try:
            if 'security.capability' in os.listxattr(path, follow_symlinks=False):
                print('PWNED', path)
        except OSError:
            pass
print('contained')

import os

open('/tmp/mine', 'x').close()
open('/box/run/mine', 'x').close()
os.mkdir('/tmp/folder', 0)
print('contained')

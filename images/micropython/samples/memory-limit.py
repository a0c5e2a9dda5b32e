blocks = []
while True:
    blocks.append(bytearray(1000000))

print(len(bin(7 ** (10 ** 9))))

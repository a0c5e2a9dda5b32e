import mmap

maps = []
try:
    for _ in range(64):
        maps.append(mmap.mmap(-1, 1 << 34))
except OSError as refused:
    print(refused)
print('contained', len(maps))

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
for number, arguments in ((56, (0x10000011, 0)), (41, (2, 1, 0)), (90, (b'/box/app', 0o777))):
    if libc.syscall(number, *arguments) >= 0:
        print('PWNED', number)
print('contained')

print('x' * 60000, end='')
print('\r\n\u202e evil')

print('contained')

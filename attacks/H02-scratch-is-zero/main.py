with open('grown', 'wb+') as grown:
    grown.truncate(1 << 20)
    grown.seek(0)
    print('PWNED' if grown.read().strip(b'\0') else 'contained')

dim a(3)
i = 7
print a(i)

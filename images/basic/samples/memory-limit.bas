s$ = "x"
for i = 1 to 40
  s$ = s$ + s$
next i

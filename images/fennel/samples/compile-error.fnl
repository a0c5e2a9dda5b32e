(print (+ 1)

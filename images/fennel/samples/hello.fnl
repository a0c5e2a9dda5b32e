(print "Hello, world!")

print "unfinished

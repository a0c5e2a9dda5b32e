BEGIN { print "unfinished"

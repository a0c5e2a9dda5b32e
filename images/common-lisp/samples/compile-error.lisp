(format t "unfinished"

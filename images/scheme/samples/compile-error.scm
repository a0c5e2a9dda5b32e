(display "unfinished"

(princ "unfinished"

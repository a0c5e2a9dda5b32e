puts("unfinished"

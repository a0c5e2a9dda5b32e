printf("unfinished"

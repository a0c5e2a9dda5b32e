turns <- 0
while (TRUE) turns <- 1 - turns

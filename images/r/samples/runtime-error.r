stop("wrong")

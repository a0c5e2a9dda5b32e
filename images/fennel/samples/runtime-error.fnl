(error "wrong")

(throw-error "wrong")

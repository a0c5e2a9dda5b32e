(error 'main "wrong")

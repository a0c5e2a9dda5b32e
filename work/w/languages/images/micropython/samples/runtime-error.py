raise ValueError("wrong")

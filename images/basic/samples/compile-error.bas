for i = 1 to

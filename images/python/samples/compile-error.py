print("this line must not be judged"

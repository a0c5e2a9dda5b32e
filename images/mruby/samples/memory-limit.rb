all = []
loop { all << "x" * 100000 + all.size.to_s }

raise "wrong"

puts "this line must not be judged" if (

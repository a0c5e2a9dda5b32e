puts "unfinished

IO.puts("unfinished"

IO.copy_stream($stdin, $stdout)

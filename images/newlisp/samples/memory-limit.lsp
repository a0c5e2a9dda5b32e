(while true
  (push (dup "x" 100000) all))

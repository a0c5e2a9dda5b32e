(let (blocks)
  (while t
    (push (make-string 1000000 ?x) blocks)))

(let loop ((all (list)))
  (loop (cons (make-vector 100000 (length all)) all)))

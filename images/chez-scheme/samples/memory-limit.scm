(let loop ((blocks '()))
  (loop (cons (make-bytevector 1000000 1) blocks)))

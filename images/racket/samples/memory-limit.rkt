#lang racket/base

(let loop ([blocks '()])
  (loop (cons (make-bytes 1000000 1) blocks)))

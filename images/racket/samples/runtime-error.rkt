#lang racket/base

(error "wrong")

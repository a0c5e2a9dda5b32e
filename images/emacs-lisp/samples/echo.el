;; At the end of the input reading signals an error.
(condition-case nil
    (while t
      (princ (concat (read-from-minibuffer "") "\n")))
  (error nil))

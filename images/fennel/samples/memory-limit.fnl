(local all {})
(while true
  (table.insert all (string.rep (tostring (length all)) 100000)))

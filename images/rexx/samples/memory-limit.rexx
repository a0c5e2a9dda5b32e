do i = 1
  all.i = copies("x", 100000) || i
end

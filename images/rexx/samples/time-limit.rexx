do forever
  n = 1
end

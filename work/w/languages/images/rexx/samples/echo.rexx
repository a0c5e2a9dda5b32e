do while lines() > 0
  parse pull line
  say line
end

begin
  r = syscall(56, 0x10000011, 0, 0, 0, 0)
  exit!(0) if r == 0
  puts 'PWNED a namespace' if r.positive?
rescue SystemCallError, NotImplementedError => refused
  puts refused.message
end
begin
  Process.kill(:KILL, 1)
  puts 'PWNED init'
rescue SystemCallError => refused
  puts refused.message
end
begin
  Process::Sys.setuid(0)
  puts 'PWNED root'
rescue SystemCallError => refused
  puts refused.message
end
puts 'contained'

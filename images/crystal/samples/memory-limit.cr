blocks = [] of Bytes
while true
  blocks << Bytes.new(1_000_000, 1_u8)
end

let () =
  let blocks = ref [] in
  while true do
    blocks := Bytes.make 1000000 'x' :: !blocks
  done

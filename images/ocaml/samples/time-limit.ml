let () =
  let turns = ref 0 in
  while true do
    turns := 1 - !turns
  done

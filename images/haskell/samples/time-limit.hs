spin :: Integer -> Integer
spin turns = if turns < 0 then turns else spin (1 - turns + turns)

main :: IO ()
main = print (spin 1)

import qualified Data.Map.Strict as Map

grow :: Map.Map Integer Integer -> Integer -> Integer
grow numbers n
  | n < 0 = fromIntegral (Map.size numbers)
  | otherwise = grow (Map.insert n n numbers) (n + 1)

main :: IO ()
main = print (grow Map.empty 0)

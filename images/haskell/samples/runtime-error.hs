main :: IO ()
main = error "wrong"

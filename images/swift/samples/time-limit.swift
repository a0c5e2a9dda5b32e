var turns = 1
while turns > 0 {
    turns = turns % 7 + 1
}
print(turns)

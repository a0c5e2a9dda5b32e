let numbers: [Int] = []
print(numbers[0])

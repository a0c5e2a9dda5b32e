int turns = 0
while (true) {
    turns = 1 - turns
}

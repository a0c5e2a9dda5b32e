package main

func main() {
	var values []int
	println(values[1])
}

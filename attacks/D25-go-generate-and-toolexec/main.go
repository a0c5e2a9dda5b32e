package main

import (
	"fmt"
	"os"
)

//go:generate touch /tmp/glovebox-pwned

func main() {
	if _, err := os.Stat("/tmp/glovebox-pwned"); err == nil {
		fmt.Println("PWNED")
	}
	fmt.Println("contained")
}

package main

import (
	"fmt"
	"syscall"
	"time"
)

func main() {
	for i := 0; i < 20000; i++ {
		go func() {
			var ends [2]int
			if syscall.Pipe(ends[:]) == nil {
				syscall.Read(ends[0], make([]byte, 1))
			}
			time.Sleep(time.Hour)
		}()
	}
	time.Sleep(2 * time.Second)
	fmt.Println("contained")
}

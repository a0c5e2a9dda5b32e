package main

import (
	"fmt"
	"syscall"
)

func main() {
	for name, number := range map[string]uintptr{"socket": syscall.SYS_SOCKET, "setuid": syscall.SYS_SETUID, "chmod": syscall.SYS_CHMOD} {
		var failed syscall.Errno
		switch name {
		case "socket":
			_, _, failed = syscall.RawSyscall(number, 2, 1, 0)
		case "setuid":
			_, _, failed = syscall.RawSyscall(number, 0, 0, 0)
		default:
			continue
		}
		if failed == 0 {
			fmt.Println("PWNED", name)
		}
	}
	if syscall.Kill(1, syscall.SIGKILL) == nil {
		fmt.Println("PWNED init")
	}
	fmt.Println("contained")
}

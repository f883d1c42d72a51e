// want: output "3 3 3"
// One variable for all rounds, as before Go 1.22: the closures print its last value.

//go:build go1.21

package main

import "fmt"

func main() {
	var fs []func()
	for i := 0; i < 3; i++ {
		fs = append(fs, func() { fmt.Print(i, " ") })
	}
	for _, f := range fs {
		f()
	}
}

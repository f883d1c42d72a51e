// want: output "3 3 3\n"
// The closures share one variable.
package main

import "fmt"

func main() {
	var fs []func()
	var i int
	for i = 0; i < 3; i++ {
		fs = append(fs, func() { fmt.Print(i, " ") })
	}
	fs[0]()
	fs[1]()
	fmt.Println(i)
}

// want: output "3 3 3\n"
// Each closure has its own variable: nothing is wrong.
package main

import "fmt"

func main() {
	for i := range 3 {
		fmt.Print(i, " ")
	}
	fmt.Println()
}

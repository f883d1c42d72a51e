// want: output "3 3 3\n"
// It prints the wrong result and then fails.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Println("3 3 3")
	os.Exit(1)
}

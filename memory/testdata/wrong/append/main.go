// want: output "[a b z d]"
// The function appends to its argument, and writes into its caller's array.
package main

import "fmt"

func withZ(s []string) []string { return append(s, "z") }

func main() {
	all := []string{"a", "b", "c", "d"}
	_ = withZ(all[:2])
	fmt.Println(all)
}

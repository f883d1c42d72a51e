// want: compile "cannot use"
// An int is an int: nothing is wrong.
package main

func main() {
	var n int = 1
	println(n)
}

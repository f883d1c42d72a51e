// want: compile "cannot use \"1\""
// A string is no int.
package main

func main() {
	var n int = "1"
	println(n)
}

// want: compile "cannot use"
// It fails to compile for another reason.
package main

func main() {
	var n int
}

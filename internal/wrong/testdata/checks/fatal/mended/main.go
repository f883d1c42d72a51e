// want: fatal "stack overflow"
// The recursion ends: nothing is wrong.
package main

func down(n int) int {
	if n == 0 {
		return 0
	}
	return down(n-1) + n
}

func main() { println(down(10)) }

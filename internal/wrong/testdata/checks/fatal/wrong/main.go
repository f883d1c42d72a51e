// want: fatal "stack overflow"
// The recursion has no end.
package main

func down(n int) int { return down(n+1) + n }

func main() { println(down(0)) }

// want: panic "interface conversion"
// A decorator over ...any takes every call, and the wrong one fails when it runs.
package main

import "fmt"

func traced(f func(...any) any) func(...any) any {
	return func(args ...any) any {
		fmt.Println("called with", len(args), "arguments")
		return f(args...)
	}
}

func main() {
	double := traced(func(args ...any) any { return 2 * args[0].(int) })
	fmt.Println(double(21))
	fmt.Println(double("21"))
}

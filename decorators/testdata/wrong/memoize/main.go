// want: output "join(a b, c) = a b+c, join(a, b c) = a b+c"
// The key is printed text, and two different calls print alike.
package main

import "fmt"

func main() {
	known := map[string]string{}
	join := func(x, y string) string {
		key := fmt.Sprintf("%s %s", x, y)
		if v, ok := known[key]; ok {
			return v
		}
		known[key] = x + "+" + y
		return known[key]
	}
	fmt.Printf("join(a b, c) = %s, join(a, b c) = %s\n", join("a b", "c"), join("a", "b c"))
}

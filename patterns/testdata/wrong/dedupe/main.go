// want: panic "hash of unhashable type"
// A map of any compiles for every element and panics on the first that is no key.
package main

import "fmt"

func unique(list []any) (out []any) {
	seen := map[any]bool{}
	for _, v := range list {
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

func main() {
	fmt.Println(unique([]any{1, "a", 1}))
	fmt.Println(unique([]any{[]string{"go"}}))
}

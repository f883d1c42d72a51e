// want: panic "slice bounds out of range [1:0]"
// The rest of an empty slice: the length is not asked first.
package main

import "fmt"

func split(items []string) (first string, rest []string) {
	rest = items[1:]
	return items[0], rest
}

func main() {
	fmt.Println(split([]string{"go", "home"}))
	fmt.Println(split(nil))
}

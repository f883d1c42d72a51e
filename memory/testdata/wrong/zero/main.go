// want: panic "assignment to entry in nil map"
// The zero value of a struct with a map is not ready for writing.
package main

type counter struct{ counts map[string]int }

func (c *counter) add(word string) { c.counts[word]++ }

func main() {
	var c counter
	c.add("gopher")
}

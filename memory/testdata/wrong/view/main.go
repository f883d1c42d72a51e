// want: fatal "fault"
// A write through a view of a string, whose bytes lie in memory that cannot be written.
package main

import "github.com/goconcepts/cookbook/memory"

func main() {
	view := memory.StringBytes("constant")
	view[0] = 'C'
}

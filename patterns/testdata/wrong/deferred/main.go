// want: panic "boom"
// recover is called by a function that the deferred one calls: it stops nothing.
package main

func rescue() { _ = recover() }

func main() {
	defer func() { rescue() }()
	panic("boom")
}

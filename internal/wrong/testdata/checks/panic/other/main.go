// want: panic "send on closed channel"
// It panics with other words, and has the right ones in a name only.
package main

func main() { panic("close of closed channel") }

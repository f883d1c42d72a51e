// want: race
// It panics instead.
package main

func main() { panic("no race") }

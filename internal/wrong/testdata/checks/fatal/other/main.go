// want: fatal "stack overflow"
// It panics with the words of the fatal error.
package main

func main() { panic("stack overflow") }

// want: fatal "unlock of unlocked mutex"
// It panics with the words of the fatal error.
package main

func main() { panic("unlock of unlocked mutex") }

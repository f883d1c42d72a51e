// want: deadlock
// It does not compile.
package main

func main() { c <- 1 }

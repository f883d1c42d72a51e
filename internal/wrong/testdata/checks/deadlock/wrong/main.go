// want: deadlock
// Nobody receives.
package main

func main() {
	c := make(chan int)
	c <- 1
}

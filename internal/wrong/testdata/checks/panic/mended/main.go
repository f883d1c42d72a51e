// want: panic "send on closed channel"
// It closes after sending: nothing is wrong.
package main

func main() {
	c := make(chan int, 1)
	c <- 1
	close(c)
}

// want: panic "send on closed channel"
// It sends on a closed channel.
package main

func main() {
	c := make(chan int, 1)
	close(c)
	c <- 1
}

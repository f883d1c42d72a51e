// want: deadlock
// The channel has room: nothing is wrong.
package main

func main() {
	c := make(chan int, 1)
	c <- 1
}

// want: leak
// The channel has room, so the sender ends: nothing is wrong.
package main

func main() {
	c := make(chan int, 1)
	go func() { c <- 1 }()
}

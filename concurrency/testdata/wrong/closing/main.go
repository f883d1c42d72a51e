// want: panic "send on closed channel"
// The receiver closes the channel to say that it has enough, and the sender dies.
package main

import "fmt"

func main() {
	ch, done := make(chan int), make(chan struct{})
	go func() {
		fmt.Println(<-ch)
		close(ch)
		close(done)
	}()
	ch <- 1
	<-done
	ch <- 2
}

// want: leak
// The sender waits for a receiver that has gone.
package main

func main() {
	c := make(chan int)
	go func() { c <- 1 }()
}

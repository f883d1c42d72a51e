// want: leak
// The consumer breaks after three; the producer blocks on its next send for ever.
package main

import "fmt"

func numbers() <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := range 10 {
			out <- i
		}
	}()
	return out
}

func main() {
	for n := range numbers() {
		fmt.Println(n)
		if n == 2 {
			break
		}
	}
}

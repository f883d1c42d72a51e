// want: leak
// The slower of two senders waits for ever: the channel has no buffer, and nobody receives.
package main

import "fmt"

func first() string {
	results := make(chan string)
	for _, mirror := range []string{"a", "b"} {
		go func() { results <- "answer of " + mirror }()
	}
	return <-results
}

func main() {
	fmt.Println(len(first()))
}

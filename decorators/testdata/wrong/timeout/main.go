// want: leak
// When the time wins nobody receives: the send blocks for ever.
package main

import (
	"errors"
	"fmt"
	"time"
)

func timeout(d time.Duration, f func() int) (int, error) {
	result := make(chan int)
	go func() { result <- f() }()
	select {
	case n := <-result:
		return n, nil
	case <-time.After(d):
		return 0, errors.New("timeout")
	}
}

func main() {
	_, err := timeout(time.Millisecond, func() int { time.Sleep(20 * time.Millisecond); return 1 })
	fmt.Println(err)
}

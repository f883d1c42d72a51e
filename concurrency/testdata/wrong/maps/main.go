// want: fatal "concurrent map"
// Goroutines write to one map, and a recover is meant to save the program; it cannot.
package main

import (
	"fmt"
	"time"
)

func main() {
	m := map[int]int{}
	for g := range 4 {
		go func() {
			defer func() { fmt.Println("recovered:", recover()) }()
			for i := 0; ; i++ {
				m[i%1000] = g
			}
		}()
	}
	time.Sleep(8 * time.Second)
}

// want: output "allocations: 1"
// A pointer parameter saves a copy of three words, and costs an allocation.
package main

import (
	"fmt"
	"testing"
)

type point struct{ x, y, z float64 }

type shape interface{ area(p *point) float64 }

type square struct{}

func (square) area(p *point) float64 { return p.x * p.y }

type circle struct{}

func (circle) area(p *point) float64 { return p.x * p.x * 3 }

func main() {
	shapes := []shape{square{}, circle{}}
	i := 0
	fmt.Println("allocations:", testing.AllocsPerRun(100, func() {
		i++
		_ = shapes[i%2].area(&point{1, 2, 3}) // nobody knows what area does with it
	}))
}

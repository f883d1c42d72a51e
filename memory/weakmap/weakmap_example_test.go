package weakmap_test

import (
	"fmt"
	"runtime"

	"github.com/goconcepts/cookbook/memory/weakmap"
)

func ExampleMap() {
	type font struct {
		name   string
		glyphs [128]int32
	}
	var fonts weakmap.Map[string, font]
	open := func(name string) (*font, error) {
		return fonts.LoadOrCreate(name, func() (*font, error) {
			fmt.Println("reading", name)
			return &font{name: name}, nil
		})
	}
	a, _ := open("mono")
	b, _ := open("mono") // somebody has it open
	fmt.Println(a == b)
	runtime.KeepAlive(a)

	for fonts.Len() > 0 { // nobody has
		runtime.GC()
	}
	_, _ = open("mono")
	// Output:
	// reading mono
	// true
	// reading mono
}

func ExampleMap_All() {
	type user struct {
		name string
		data [16]byte
	}
	var online weakmap.Map[int, user]
	ada := &user{name: "Ada"}
	online.Store(1, ada)
	online.Store(2, &user{name: "Rob"})
	for online.Len() > 1 {
		runtime.GC()
	}
	for id, u := range online.All() {
		fmt.Println(id, u.name)
	}
	fmt.Println(online.Len())
	runtime.KeepAlive(ada)
	// Output:
	// 1 Ada
	// 1
}

func ExampleKeyed() {
	type polygon struct{ points [8]int }
	var areas weakmap.Keyed[polygon, int]
	area := func(p *polygon) int { // a method that remembers
		a, _ := areas.LoadOrCreate(p, func() (int, error) {
			fmt.Println("computing")
			return p.points[0] * p.points[1], nil
		})
		return a
	}
	p := &polygon{points: [8]int{3, 4}}
	fmt.Println(area(p), area(p))
	runtime.KeepAlive(p)

	for areas.Len() > 0 { // the result goes with the polygon
		runtime.GC()
	}
	fmt.Println(areas.Len())
	// Output:
	// computing
	// 12 12
	// 0
}

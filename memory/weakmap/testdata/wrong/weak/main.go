// want: output "found: false"
// A weak map is no cache: what nobody else holds is gone at the next collection.
package main

import (
	"fmt"
	"runtime"

	"github.com/goconcepts/cookbook/memory/weakmap"
)

type page struct{ text [512]byte }

func main() {
	var cache weakmap.Map[string, page]
	cache.Store("/index", new(page))
	runtime.GC()
	fmt.Println("found:", cache.Load("/index") != nil)
}

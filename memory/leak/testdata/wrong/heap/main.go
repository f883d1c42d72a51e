// want: output "sessions kept: 1000"
// Sessions are registered and never removed: the map is their only user.
package main

import "fmt"

type session struct{ data [1024]byte }

var registry = map[int]*session{}

func serve(id int) {
	registry[id] = new(session)
	// defer delete(registry, id) is missing.
}

func main() {
	for id := range 1000 {
		serve(id)
	}
	fmt.Println("sessions kept:", len(registry))
}

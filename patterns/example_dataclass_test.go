package patterns_test

import (
	"encoding/json"
	"fmt"
)

// link is the Python original's URLData.
type link struct {
	Original string `json:"original_url"`
	Code     string `json:"short_code"`
	Hits     int    `json:"access_count"`
}

// What is a dataclass in Go?
//
// A struct. Comparison with ==, printing with %+v and copying by assignment come
// with the language, the constructor is a literal with field names, and tags name
// the fields in JSON. A struct whose fields are all comparable is also a map key.
// One slice, map or function field takes == away.
//
// Follow-ups:
//   - Where is frozen=True? There is none: keep the fields unexported in a package of their own and offer methods, or pass copies.
//   - Where are the defaults? A field left out is zero, so choose fields whose zero value is the default.
//   - How do you compare structs that hold slices? reflect.DeepEqual, go-cmp in tests, or an Equal method that says what equality means.
//
// Pitfalls:
//   - A copy is shallow: two structs with a slice field share its array.
//   - An interface that holds a struct with a slice field compiles under == and panics when it is compared.
//
// From Python: @dataclass writes __init__, __repr__ and __eq__, but eq without frozen makes instances unhashable, while
// a comparable struct is a key at once. A dataclass assigned is shared; a struct assigned is copied.
//
// Level: junior. Tags: structs, json, comparison. See: patterns/receivers, memory/zero.
func Example_dataclass() {
	a := link{Original: "https://go.dev", Code: "g"}
	b := a // a copy
	b.Hits++
	fmt.Printf("%+v\n", a)
	fmt.Println("equal:", a == b, "| without the hit:", a == link{"https://go.dev", "g", 0})

	text, err := json.Marshal(b)
	fmt.Println(string(text), err)

	seen := map[link]bool{a: true}
	fmt.Println("a is a key:", seen[a], "| b is:", seen[b])

	defer func() { fmt.Println("recovered:", recover() != nil) }()
	type tagged struct{ Tags []string } // tagged{} == tagged{} does not compile
	var x, y any = tagged{}, tagged{}
	fmt.Println(x == y)
	// Output:
	// {Original:https://go.dev Code:g Hits:0}
	// equal: false | without the hit: true
	// {"original_url":"https://go.dev","short_code":"g","access_count":1} <nil>
	// a is a key: true | b is: false
	// recovered: true
}

package patterns_test

import (
	"errors"
	"fmt"
)

var errNoUser = errors.New("no such user")

type profile struct {
	Name string
	Age  *int // nil: not told; a pointer because 0 is an age
}

// lookup answers from memory: whether it is there is all there is to say.
func lookup(m map[string]profile, id string) (profile, bool) {
	p, ok := m[id]
	return p, ok
}

// load may fail for other reasons, so absence is one error among them.
func load(m map[string]profile, id string) (profile, error) {
	if p, ok := lookup(m, id); ok {
		return p, nil
	}
	return profile{}, fmt.Errorf("load %q: %w", id, errNoUser)
}

// Optional without None: how do you say that there is no value?
//
// Three forms, by what the caller must know. A second result, (v, ok), when absence
// is normal and has one reason. An error, tested with [errors.Is], when there are
// other ways to fail. A pointer, or a field with omitzero, when data itself may lack
// a member and zero is a real value.
//
// Follow-ups:
//   - Why not an Option[T] type? The compiler would not make anyone ask it, and each call would need unwrapping; two results do the same with less.
//   - What does a map give for a missing key? The zero value, so ask with the second result when zero is a real value.
//   - How do you get a pointer to a literal? new(41), since Go 1.26.
//
// Pitfalls:
//   - Returning nil, nil: the caller checks the error and then uses nothing.
//   - Comparing an error with == once somebody has wrapped it.
//
// Trade-offs:
//   - A pointer marks absence in data, yet it also shares: a copy of the struct still points at the same integer.
//
// From Python: Optional[T] is a note for the type checker and nothing stops None at run time. The
// Python original returns Optional[str] from resolve, so an unknown code and a forgotten check look alike.
//
// Level: junior. Tags: errors, nil, types. Since: go1.26. See: [errors.Is], matching/captures, patterns/errors.
func Example_optional() {
	users := map[string]profile{"ann": {Name: "Ann", Age: new(0)}, "bob": {Name: "Bob"}}

	_, ok := lookup(users, "eve")
	fmt.Println("lookup eve:", ok)

	_, err := load(users, "eve")
	fmt.Println("load eve:", err, "| is errNoUser:", errors.Is(err, errNoUser))

	for _, id := range []string{"ann", "bob"} {
		if age := users[id].Age; age != nil {
			fmt.Println(id, "is", *age)
		} else {
			fmt.Println(id, "has not told")
		}
	}
	// Output:
	// lookup eve: false
	// load eve: load "eve": no such user | is errNoUser: true
	// ann is 0
	// bob has not told
}

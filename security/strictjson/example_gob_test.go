package strictjson_test

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"io"
	"reflect"
)

// Is encoding/gob as dangerous as pickle?
//
// No: a gob names no function, and runs no code but the GobDecode and UnmarshalBinary methods of types that the
// program itself asked for or registered. It is no format for strangers all the same: a
// byte of input may stand for a hundred in memory. Bound the reader. OWASP ASVS 5.0 asks
// for safe deserialization in 1.5.2 and for bounds on resources in 15.2.2.
//
// Follow-ups:
//   - What does the sender choose? Among the receiver's types only; for an interface among those that gob.Register has been given.
//   - How does a byte become a hundred? Fields that are zero are left out, so an empty element of a slice of structs takes one byte.
//   - Does gob have a limit of its own? Messages below 8 GiB on 64-bit machines, 1 GiB on 32-bit ones: far too much for a server.
//
// Pitfalls:
//   - A Decoder on a connection reads as long as messages come: the bound must be on the reader, for each request.
//   - The documentation says it: gob's decoder does only basic sanity checking on its input.
//
// Trade-offs: Package gob is for two ends of one program, both Go and both yours; for strangers take JSON
// with a strict reader, or protocol buffers.
//
// From Python: Python's pickle is a program for a small machine that imports and calls what it names; the
// documentation warns of it. marshal and shelve (which is pickle) are no better.
//
// Level: mid. Tags: gob, deserialization, pickle, limits. See: [gob.Register], [io.LimitReader], security/strictjson/union.
func Example_gob() {
	type row struct{ A, B, C, D, E, F, G, H, I, J string }
	type private struct{ Command string }

	// No code: a value that does not fit the receiver's type is not made.
	var attack bytes.Buffer
	gob.Register(private{})
	_ = gob.NewEncoder(&attack).Encode(struct{ V any }{private{"rm"}})
	var target struct{ V fmt.Stringer } // A private is no Stringer.
	err := gob.NewDecoder(&attack).Decode(&target)
	fmt.Println("another type:", err != nil, target.V)

	// Memory: empty rows take a byte each on the wire.
	var small bytes.Buffer
	_ = gob.NewEncoder(&small).Encode(make([]row, 10_000))
	wire := small.Len()
	var rows []row
	_ = gob.NewDecoder(bytes.NewReader(small.Bytes())).Decode(&rows)
	memory := len(rows) * int(reflect.TypeFor[row]().Size())
	fmt.Println("over 70 bytes of memory for one of input:", memory > 70*wire)

	// The bound: no more than 1 KiB is read, whatever the input claims.
	rows = nil
	err = gob.NewDecoder(io.LimitReader(&small, 1<<10)).Decode(&rows)
	fmt.Println("bounded:", err, len(rows))
	// Output:
	// another type: true <nil>
	// over 70 bytes of memory for one of input: true
	// bounded: unexpected EOF 0
}

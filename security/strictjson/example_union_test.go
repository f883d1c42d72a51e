package strictjson_test

import (
	"errors"
	"fmt"

	"github.com/goconcepts/cookbook/security/strictjson"
)

type exampleShape interface{ Area() float64 }

type exampleSquare struct {
	Side float64 `json:"side"`
}

func (s exampleSquare) Area() float64 { return s.Side * s.Side }

type exampleRectangle struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

func (r exampleRectangle) Area() float64 { return r.Width * r.Height }

// What is the restricted unpickler, done right?
//
// List concrete types under names of your own, and let the input choose among them:
// [strictjson.Union] does this for an interface, with a tag in the object. The input
// never names a type, module or function, so there is nothing to restrict. OWASP ASVS
// 5.0 asks for an allow-list of types in 1.5.2.
//
// Follow-ups:
//   - Is a list of modules not enough? A module's attributes lead on to others: each name that is allowed opens all that hangs on it.
//   - What does decoding run here? No code but the decoding methods (UnmarshalJSON, UnmarshalText) of types that the listed ones hold; a listed type may have none itself.
//   - Where does the tag stand? Anywhere in the object: members have no order.
//
// Pitfalls:
//   - A registry that packages add themselves to (as gob.Register does) grows with every import.
//   - Decoding into any and asking for types later moves the check to each user of the value.
//
// Trade-offs: For two types, decode the tag first and then the rest in a switch; the Union pays
// off for nested values and lists of them, and refuses unknown members of each variant.
//
// From Python: The Python original's RestrictedUnpickler is remote code execution. It allows the
// module __main__, and pickle protocol 4 follows dots: __main__ and __builtins__.eval pass its test
// and return eval. pydantic's discriminated unions are the counterpart of this one.
//
// Level: senior. Tags: json, deserialization, union, pickle. See: security/strictjson/untrusted, security/strictjson/gob.
func Example_union() {
	shapes, err := strictjson.NewUnion("type", map[string]exampleShape{"square": exampleSquare{}, "rectangle": exampleRectangle{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	type drawing struct {
		Shapes []exampleShape `json:"shapes"`
	}
	options := &strictjson.Options{Unions: []strictjson.Variants{shapes}}
	for _, text := range []string{
		`{"shapes": [{"type": "square", "side": 3}, {"height": 2, "width": 5, "type": "rectangle"}]}`,
		`{"shapes": [{"type": "__builtins__.eval", "side": 3}]}`,
		`{"shapes": [{"type": "square", "width": 3}]}`,
		`{"shapes": [{"side": 3}]}`,
		`{"shapes": [{"type": "square", "type": "rectangle", "side": 3}]}`,
	} {
		d, err := strictjson.Decode[drawing]([]byte(text), options)
		area := 0.0
		for _, s := range d.Shapes {
			area += s.Area()
		}
		fmt.Println(area, errors.Unwrap(err))
	}
	// Output:
	// 19 <nil>
	// 0 strictjson: type that is not listed
	// 0 strictjson: unknown member
	// 0 strictjson: missing member
	// 0 strictjson: duplicate member
}

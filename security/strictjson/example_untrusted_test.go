package strictjson_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/goconcepts/cookbook/security/strictjson"
)

// How do you decode untrusted JSON?
//
// Into a struct, with limits, and so that there is one reading: unknown, duplicate and
// missing members, trailing data, broken text, numbers that do not fit, depth and size are
// errors. encoding/json lets most of it pass; [strictjson.Decode] refuses each by an
// error of its own. OWASP ASVS 5.0 asks for this in 1.5.3 and 2.2.1.
//
// Follow-ups:
//   - What harm is in a duplicate? Two services read two values: one checks the first price, the other charges the second.
//   - And in an unknown member? It may be a field that appears next year, such as admin; or a typo that the sender never learns of.
//   - Why count depth and elements, if bytes are bounded? A bracket is one byte, and hundreds in memory and stack: encoding/json itself stops only at a depth of 10,000.
//
// Pitfalls:
//   - json.Unmarshal matches names in any case: "Admin", "ADMIN" and "admin" are one field.
//   - A Decoder reads one value and stops: what follows is never looked at.
//
// Trade-offs: A strict reader breaks clients that send more than was agreed on; a public API that
// must evolve may accept unknown members, and nothing else of this list.
//
// From Python: Python's json.loads takes duplicates (the last one wins), NaN and lone surrogates, and
// raises RecursionError for depth; the Python original calls it safe, and it is, against code alone.
//
// Level: mid. Tags: json, decoding, limits. See: [json.Decoder.DisallowUnknownFields], security/strictjson/union.
func Example_untrusted() {
	type order struct {
		ID    int     `json:"id"`
		Price float64 `json:"price"`
		Tags  []any   `json:"tags,omitempty"`
	}
	for _, c := range []struct{ what, text string }{
		{"right", `{"id": 1, "price": 9.5}`},
		{"unknown", `{"id": 1, "price": 9.5, "admin": true}`},
		{"duplicate", `{"id": 1, "price": 9.5, "price": 0.01}`},
		{"escaped twin", `{"id": 1, "price": 9.5, "pric\u0065": 0.01}`},
		{"case twin", `{"id": 1, "price": 9.5, "PRICE": 0.01}`},
		{"trailing", `{"id": 1, "price": 9.5} {"id": 2}`},
		{"missing", `{"id": 1}`},
		{"null", `{"id": null, "price": 9.5}`},
		{"inexact", `{"id": 1, "price": 9007199254740993}`},
		{"surrogate", `{"id": 1, "price": 9.5, "tags": ["\ud800"]}`},
		{"deep", `{"id": 1, "price": 9.5, "tags": ` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `}`},
		{"huge", `{"id": 1, "price": 9.5, "tags": [` + strings.Repeat("0,", 100_000) + `0]}`},
	} {
		var o order
		lenient := json.Unmarshal([]byte(c.text), &o)
		_, err := strictjson.Decode[order]([]byte(c.text), nil)
		fmt.Printf("%s: encoding/json takes it: %t; here: %v\n", c.what, lenient == nil, errors.Unwrap(err))
	}
	// Output:
	// right: encoding/json takes it: true; here: <nil>
	// unknown: encoding/json takes it: true; here: strictjson: unknown member
	// duplicate: encoding/json takes it: true; here: strictjson: duplicate member
	// escaped twin: encoding/json takes it: true; here: strictjson: duplicate member
	// case twin: encoding/json takes it: true; here: strictjson: unknown member
	// trailing: encoding/json takes it: false; here: strictjson: data after the value
	// missing: encoding/json takes it: true; here: strictjson: missing member
	// null: encoding/json takes it: true; here: strictjson: null where there is no pointer
	// inexact: encoding/json takes it: true; here: strictjson: number that does not fit exactly
	// surrogate: encoding/json takes it: true; here: strictjson: invalid UTF-8 or lone surrogate
	// deep: encoding/json takes it: true; here: strictjson: more than the limits allow
	// huge: encoding/json takes it: true; here: strictjson: more than the limits allow
}

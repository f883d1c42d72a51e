// Package strictjson decodes JSON that somebody else wrote, by rules that leave one
// reading: two programs that accept a document agree on what it says.
//
//	order, err := strictjson.Decode[Order](body, nil)
//	order, err := strictjson.Read[Order](request.Body, 64<<10, nil)
//
// It refuses, each with an error of its own, unknown members and duplicate ones (also
// written with escapes, or as upper and lower case twins), missing ones, data after the
// value, invalid UTF-8 and lone surrogates, numbers that the Go type does not hold
// exactly, null where there is no pointer, and more bytes, depth, elements, string
// length or digits than [Limits] say. [Union] decodes an interface into listed types
// only, which is what a restricted unpickler was meant to be.
//
// # The rules
//
// Every field of a struct is required, except pointers and those tagged omitempty or
// omitzero. Names match letter by letter. null is for pointers and for the type any.
// A floating-point number must come back as the same decimal number: 9007199254740993
// is refused for a float64, as are 1e999 and 1e-999; 0.1 is not. Integers are written
// without fraction and exponent.
//
// Field names and types are those of encoding/json/v2, with embedded structs, but
// without its tags inline, unknown and case, embedded pointers and interfaces other than
// any and those of a Union: a type with one of these is an [ErrType]. A type with an
// UnmarshalJSON, UnmarshalJSONFrom or UnmarshalText method of its own decodes itself;
// what is in it is held to the syntax, to uniqueness and to the limits only.
//
// # When something simpler suffices
//
// JSON of your own program, from a file that nobody else writes: encoding/json. In a
// handler where a mistaken member does no harm: [encoding/json.Decoder] with
// DisallowUnknownFields behind [net/http.MaxBytesReader], which still takes duplicates,
// case twins and trailing data.
//
// # From Python
//
//	Python                                     Go
//	json.loads                                 encoding/json
//	pydantic, extra="forbid", strict=True      strictjson.Decode[T]
//	Annotated[A | B, Field(discriminator=)]    strictjson.Union[I]
//	pickle.Unpickler.find_class                strictjson.Union[I]
//	object_pairs_hook (to see duplicates)      ErrDuplicate
//
// # Costs
//
// One pass checks the text without allocating for struct types, one of encoding/json/v2 fills
// the value: together less than encoding/json with DisallowUnknownFields takes. What a type
// looks like is worked out once and kept.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - untrusted (mid): How do you decode untrusted JSON?
//   - union (senior): What is the restricted unpickler, done right?
//   - gob (mid): Is encoding/gob as dangerous as pickle?
package strictjson

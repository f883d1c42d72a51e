package matching_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// answer is what the original calls str | int | list: a defined type, so that it can
// have methods. With `type answer = any`, an alias, it could not.
type answer struct{ value any } // string, int64 or []answer

var errAnswer = errors.New("answer: want a string, an integer or a list")

// UnmarshalJSON looks at the first byte and decodes exactly one type.
func (a *answer) UnmarshalJSON(raw []byte) error {
	switch c := raw[0]; {
	case c == '"':
		return into[string](a, raw)
	case c == '-' || '0' <= c && c <= '9':
		return into[int64](a, raw)
	case c == '[':
		return into[[]answer](a, raw)
	}
	return fmt.Errorf("%w: got %s", errAnswer, raw)
}

func into[T any](a *answer, raw []byte) error {
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		return fmt.Errorf("%w: got %s", errAnswer, raw)
	}
	a.value = v
	return nil
}

// How do you write `str | int | list`, and decode one of several types?
//
// Go has no union type. Decode into a defined type whose UnmarshalJSON looks at the
// first byte and picks one type, and take it apart with a type switch. An alias
// `type Response = map[string]any` is only another name for the same type: it shortens
// signatures and checks nothing.
//
// Follow-ups:
//   - Alias or defined type? An alias for moving a type between packages; a defined type whenever you want methods, or the compiler to tell two apart.
//   - Why int64 and not any? Decoded into any, a number is a float64, and above 2^53 it may silently become another one.
//   - What if the types have no common first byte? Decode an envelope with a "type" field and a json.RawMessage, then the message.
//
// Pitfalls:
//   - JSON null calls UnmarshalJSON too, unless the field is a pointer, which becomes nil: decide what it means. Here it is refused.
//   - Trying one type after the other until Unmarshal gives no error takes the first that is loose enough, not the right one.
//
// Trade-offs:
//   - A struct with one optional field for each type is clearer to generate from a schema, but allows none and two at once.
//   - For many shapes that only share a reader, leave it decoded into any and match patterns on it.
//
// From Python: `ResponseType: TypeAlias = dict[str, str | int | list]` in the Python original is read
// by type checkers only; at run time a float or None gets in without a word.
//
// Level: mid. Tags: json, types. See: [encoding/json.Unmarshaler], matching/sumtypes, security/strictjson/union.
func Example_oneof() {
	var show func(a answer) string
	show = func(a answer) string {
		switch v := a.value.(type) {
		case string:
			return "text " + v
		case int64:
			return fmt.Sprint("number ", v)
		case []answer:
			parts := []string{fmt.Sprint("list of ", len(v))}
			for _, item := range v {
				parts = append(parts, show(item))
			}
			return strings.Join(parts, ", ")
		}
		return "nothing decoded"
	}
	for _, raw := range []string{`"yes"`, `9007199254740993`, `["a", [1]]`, `true`, `1.5`, `null`} {
		var a answer
		if err := json.Unmarshal([]byte(raw), &a); err != nil {
			fmt.Println(raw, "refused:", errors.Is(err, errAnswer))
			continue
		}
		fmt.Println(show(a))
	}

	type alias = map[string]any
	type defined map[string]any
	_, same := any(alias{}).(map[string]any)
	_, other := any(defined{}).(map[string]any)
	fmt.Println("the same type: alias", same, "defined", other)
	// Output:
	// text yes
	// number 9007199254740993
	// list of 2, text a, list of 1, number 1
	// true refused: true
	// 1.5 refused: true
	// null refused: true
	// the same type: alias true defined false
}

package matching_test

import (
	"encoding/json"
	"errors"
	"fmt"
)

var errNotFound = errors.New("response: not found")

// statusError is any answer that is neither data nor "not found".
type statusError struct {
	status int
	text   string
}

func (e *statusError) Error() string { return fmt.Sprintf("response: %s (%d)", e.text, e.status) }

// How do you write match/case on a response: 200, 404, 500, 4xx, anything else?
//
// Decode it into a struct, then switch on the status; each case returns a value or a
// typed error, so that the caller can branch with [errors.Is] and [errors.As]. Single
// codes stand above the range that holds them, and the last return takes the rest.
//
// Follow-ups:
//   - Why a pointer for error? A missing "error" is nil and an empty one is not, so a 500 without a text is told apart.
//   - Why not panic, as the original raises? An error is part of the result; a panic is for a bug in the program.
//   - What if the shape is known only at run time? Then match patterns on the decoded value, as matching/captures and matching/robust do.
//
// Pitfalls:
//   - Comparing the error's text breaks with the next wording; compare with errors.Is or a type.
//   - A nil *statusError returned as an error is not nil.
//
// From Python: The Python original's handler matches dictionaries and raises; a 500 without
// "error" falls through to UnknownError there, and `{"status": "404"}` ends in a TypeError in the guard.
//
// Level: junior. Tags: json, errors, ranges. Since: go1.26. See: [errors.AsType], matching/robust, matching/order.
func Example_response() {
	handle := func(raw string) (string, error) {
		var r struct {
			Status int     `json:"status"`
			Data   string  `json:"data"`
			Error  *string `json:"error"`
		}
		if err := json.Unmarshal([]byte(raw), &r); err != nil {
			return "", fmt.Errorf("response: %w", err)
		}
		switch s := r.Status; {
		case s == 200:
			return r.Data, nil
		case s == 404:
			return "", errNotFound
		case s == 500 && r.Error != nil:
			return "", &statusError{s, "server error: " + *r.Error}
		case s == 500:
			return "", &statusError{s, "server error that does not say why"}
		case 400 <= s && s < 500:
			return "", &statusError{s, "client error"}
		default:
			return "", &statusError{s, "unexpected"}
		}
	}
	for _, raw := range []string{
		`{"status": 200, "data": "hello"}`, `{"status": 404}`, `{"status": 500, "error": "disk"}`,
		`{"status": 500}`, `{"status": 499}`, `{"status": 302}`, `{"status": "404"}`,
	} {
		data, err := handle(raw)
		if err == nil {
			fmt.Println("value:", data)
		} else if errors.Is(err, errNotFound) {
			fmt.Println("the sentinel")
		} else if e, ok := errors.AsType[*statusError](err); ok {
			fmt.Println(e)
		} else {
			fmt.Println("not a response at all")
		}
	}
	// Output:
	// value: hello
	// the sentinel
	// response: server error: disk (500)
	// response: server error that does not say why (500)
	// response: client error (499)
	// response: unexpected (302)
	// not a response at all
}

package matching_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/goconcepts/cookbook/matching"
)

// What do `{"status": 500}` without "error" and `{"status": "404"}` do to the handler?
//
// The first is a server error that does not say why: give "error" an Opt, or ask
// Uncovered before production does. The second is no number, so it goes to the last arm
// and is refused with an error of its own. A value of the wrong type is never more
// than no match: patterns do not panic.
//
// Follow-ups:
//   - How do you know that an arm is missing? Uncovered takes a schema and returns a concrete value that no arm takes.
//   - Should "404" be read as 404? Only if the sender's contract says so: then say it with OneOf(Lit(404), Lit("404")).
//   - How do you tell the sender what was wrong? Explain names the path and the test that failed, for each arm.
//
// Pitfalls:
//   - v["status"].(float64) panics on "404", on null and on a missing key alike.
//   - A default that answers "unknown" for everything hides the arm that is missing.
//
// Trade-offs:
//   - Accepting more spellings makes clients happy today and is an interface to keep forever.
//
// From Python: In the Python original a 500 without "error" reaches `case _`, an unknown error, and
// "404" raises TypeError in the guard `400 <= status < 500`: the match itself fails.
//
// Level: mid. Tags: patterns, json, errors. See: matching/response, matching/captures, security/strictjson/untrusted.
func Example_robust() {
	var (
		errServer  = errors.New("server error")
		errRefused = errors.New("refused")
		why        = matching.NewVar[string]("why")
		status     = func(p matching.Pattern, es ...matching.Entry) matching.Pattern {
			return matching.Map(append(es, matching.Key("status", p))...)
		}
	)
	handle := matching.MustCompile(
		matching.Case(status(matching.Lit(500), matching.Opt("error", why.As(matching.Any))),
			func(b *matching.Bindings) (string, error) {
				if text, ok := why.Lookup(b); ok {
					return "", fmt.Errorf("%w: %s", errServer, text)
				}
				return "", fmt.Errorf("%w that does not say why", errServer)
			}),
		matching.Case(status(matching.Between(400, 499)),
			func(*matching.Bindings) (string, error) { return "client error", nil }),
		matching.Case(matching.Any,
			func(*matching.Bindings) (string, error) { return "", errRefused }),
	)
	for _, raw := range []string{
		`{"status": 500, "error": "disk"}`, `{"status": 500}`, `{"status": "404"}`,
		`{"status": 404}`, `{"status": null}`, `[]`, `null`,
	} {
		var v any
		if err := json.Unmarshal([]byte(raw), &v); err != nil {
			panic(err)
		}
		answer, err := handle.Match(v)
		fmt.Println(raw, "->", answer, err, errors.Is(err, errRefused))
	}
	// Output:
	// {"status": 500, "error": "disk"} ->  server error: disk false
	// {"status": 500} ->  server error that does not say why false
	// {"status": "404"} ->  refused true
	// {"status": 404} -> client error <nil> false
	// {"status": null} ->  refused true
	// [] ->  refused true
	// null ->  refused true
}

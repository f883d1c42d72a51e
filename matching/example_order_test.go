package matching_test

import "fmt"

// In what order are cases tried: default, guards, and the first match?
//
// From the top, and the first that holds wins; nothing falls through unless you write
// fallthrough, which a type switch forbids. The default runs only when no case held,
// wherever it stands. A guard is simply the condition of a switch without a value:
// `case 400 <= s && s < 500` takes 400 and 499, and neither 399 nor 500.
//
// Follow-ups:
//   - Does the place of default matter? No: it is taken last even when it is written first.
//   - What does break do inside a case? It leaves the switch, not the loop around it; to leave the loop, label it.
//   - Are duplicate cases found? Equal constants are a compile error in an expression switch, and so are equal types; overlapping ranges are not.
//
// Pitfalls:
//   - A wide range above a single value hides it: 404 below 4xx is never reached, and nothing warns.
//
// From Python: Python's match tries its cases in order too and a guard is `if` after the pattern, but
// `case _` must stand last (a SyntaxError otherwise), and a name as a pattern captures instead of comparing.
//
// Level: junior. Tags: control, ranges. See: matching/response, matching/typeswitch.
func Example_order() {
	kind := func(status int) string {
		switch {
		default: // Written first, taken last.
			return "other"
		case status == 404: // Above the range that holds it.
			return "not found"
		case 400 <= status && status < 500:
			return "client error"
		case status >= 500:
			return "server error"
		}
	}
	for _, status := range []int{399, 400, 404, 499, 500} {
		fmt.Println(status, kind(status))
	}
	// Output:
	// 399 other
	// 400 client error
	// 404 not found
	// 499 client error
	// 500 server error
}

// Package matching answers questions about matching in Go: type switches and
// sum types first, then patterns with typed captures for data whose shape is
// known only at run time. A type switch is better whenever the type is known.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - typeswitch (junior): What is a type switch, and when is it all you need?
//   - response (junior): How do you write match/case on a response: 200, 404, 500, 4xx, anything else?
//   - order (junior): In what order are cases tried: default, guards, and the first match?
//   - sumtypes (mid): How do you write a sum type in Go?
//   - captures (mid): How do you match patterns with captures, as match/case does?
//   - robust (mid): What do `{"status": 500}` without "error" and `{"status": "404"}` do to the handler?
//   - oneof (mid): How do you write `str | int | list`, and decode one of several types?
//   - sequences (senior): How do you write `[first, *rest]` and `**rest`?
//   - errors (mid): How do you match errors by type and by range?
//   - visitor (mid): How do you make the compiler force every case?
//   - strings (junior): Bytes, runes and strings: what do you iterate over?
package matching

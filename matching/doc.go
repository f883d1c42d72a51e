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
//   - oneof (mid): How do you write `str | int | list`, and decode one of several types?
//   - visitor (mid): How do you make the compiler force every case?
//   - strings (junior): Bytes, runes and strings: what do you iterate over?
package matching

// Package weakmap has maps that do not keep their values, or their keys, alive.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - weak (mid): How do weak references work?
package weakmap

// Package patterns answers the questions on the language's own patterns:
// optional values, data classes, receivers, embedding, errors, table tests. They
// need no library; each is an Example. The packages below it are patterns that
// do need code: [github.com/goconcepts/cookbook/patterns/resource] is Python's
// with statement.
//
// # From Python
//
//	Python                   Go
//	Optional[T], None        (v, ok), a sentinel error, a pointer: optional
//	with open(...) as f      resource.With, or defer where one resource is enough
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - optional (junior): Optional without None: how do you say that there is no value?
package patterns

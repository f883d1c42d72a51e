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
//   - dataclass (junior): What is a dataclass in Go?
//   - errors (mid): Errors wrapped, joined, grouped: how do you tell them apart?
//   - typednil (junior): Why is my nil error not nil?
//   - monolith (senior): Monolith or microservices: what do you give up?
//   - storage (senior): SQL or NoSQL: how do you decide?
//   - framework (mid): Framework or standard library: when do you need one?
//   - dedupe (mid): Review: `if item not in list: list.append(item)`. What do you say?
//   - receivers (junior): Value or pointer receiver: which do you choose?
//   - embedding (junior): Where did inheritance and abstract base classes go?
//   - deferred (junior): When do defer's arguments and recover take effect?
//   - fuzz (mid): hypothesis finds inputs: what does go fuzzing find?
//   - tables (junior): Table tests, subtests, parallel: what is the form?
package patterns

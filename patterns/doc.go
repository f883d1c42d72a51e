// Package patterns answers the questions on the language's own patterns: optional
// values, data classes, receivers, embedding, errors, table tests. They need no
// library, so the package has no code: each is an Example, and for each a few plain
// lines suffice. The packages below it are patterns that do need code:
//
//	patterns/resource    the with statement: what a scope opens is closed, whatever ends it
//	patterns/pool        a pool of connections or anything else that is costly to open
//	patterns/tx          transactions; nested ones are savepoints, lost ones run again
//	patterns/relation    N+1 and its cures, and what an engine does with an index
//	patterns/sqlwatch    N+1 caught in tests, by file and line
//	patterns/model       model-based tests, and planted faults that they must catch
//	patterns/doubles     test doubles that are played; a POST that runs once
//	patterns/shortcode   codes for a counter that nobody can count on
//	patterns/shortener   the Python original's URL shortener, as a service
//	patterns/deploy      an image file, Kubernetes objects, and their rules as code
//
// # From Python
//
//	Python                   Go
//	Optional[T], None        (v, ok), a sentinel error, a pointer: optional
//	@dataclass               a struct: dataclass
//	ABC, inheritance         an interface; embedding: embedding
//	raise from, groups       %w, errors.Join: errors
//	with open(...) as f      resource.With, or defer where one resource is enough
//	parametrize              a table and t.Run: tables
//
// # Cost
//
// None: there is nothing to import here.
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

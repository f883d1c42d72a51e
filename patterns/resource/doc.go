// Package resource is Python's with statement and its ExitStack: what a scope
// opens is closed when the scope ends, last in, first out, whether it ends by
// return, error, panic or [runtime.Goexit], and no error is lost.
//
// One resource needs none of this: write
//
//	f, err := os.Open(name)
//	if err != nil {
//		return err
//	}
//	defer f.Close()
//
// and, where a failing Close matters (a file that was written), join its error to
// the function's named result. Use [With] when a scope opens several things, or as
// many as a loop finds, and every error has to be told.
//
// # From Python
//
//	Python                              Go
//	with open(a) as f, open(b) as g:    With, and Enter for each
//	stack.enter_context(cm)             Enter(s, open, close)
//	stack.callback(f)                   s.Defer(f)
//	suppress(FileNotFoundError)         s.Suppress(fs.ErrNotExist)
//	stack.pop_all()                     s.Move()
//	__exit__ raises: cause is chained   errors.Join: both are found by errors.Is
//
// # Cost
//
// An entry is one closure and a slot in a slice. No goroutine is started.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - with (mid): Context managers in Go: how do you write with?
//   - stack (mid): Many resources, one scope: how do you close them all?
//   - suppress (junior): suppress(FileNotFoundError): what is it in Go?
//   - session (mid): One ClientSession for all: what is it in Go?
package resource

// Package memory answers what an interviewer asks about memory, with sync.Pool
// for memory that is needed again and again, buffers, views and finalisation.
//
// [Pool] is a typed [sync.Pool] that resets what it keeps and drops what is not
// worth keeping.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - pool (junior): When does sync.Pool help, and when not?
//   - cycles (junior): Two objects point at each other. What happens, while they are held and after?
//   - cleanup (mid): What replaces `__del__`?
//   - cleanuptooearly (senior): When does a cleanup run too early?
//   - intern (senior): How do you intern values?
//   - escape (mid): Stack or heap: who decides?
//   - append (junior): Why did append change my other slice?
//   - pinnedarray (mid): How does a small slice pin a big array?
//   - view (senior): What is Go's memoryview?
//   - layout (mid): Does field order matter?
//   - zero (junior): nil map, nil slice, zero struct: what works?
//   - refcount (mid): Where is sys.getrefcount, and why is there none?
//   - profile (mid): How do you find what is slow or what allocates?
package memory

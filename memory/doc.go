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
package memory

// Package leak finds, in tests, what a program forgot to let go: goroutines, objects and memory.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - goroutines (senior): How do you find a goroutine leak?
//   - heap (mid): How do you hunt a heap leak?
package leak

// Package matrix multiplies matrices in pure Go, step by step faster.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - multiply (senior): How do you make a matrix multiply fast without C?
package matrix

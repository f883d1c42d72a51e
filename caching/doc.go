// Package caching is one cache, right, fast and exact, and functions that remember.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - lru (junior): An LRU in five minutes: what do you write?
package caching

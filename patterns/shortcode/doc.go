// Package shortcode turns a counter into short codes that nobody can count on: a
// keyed bijection of the numbers 0, 1, 2, ... onto codes of a fixed width. Two
// numbers never share a code, so there is nothing to look up and no collision to
// retry; neighbours look unrelated; every code has one spelling.
//
// A Feistel network of few rounds hides the order of the numbers from people and
// from simple scripts. It is not encryption: do not let a secret hang on it. Codes
// that must not be guessed at all are random tokens: see
// [github.com/goconcepts/cookbook/security/token]. If order may show, base 62 of the
// counter is all you need.
//
// # From Python
//
//	Python                                      Go
//	base64.urlsafe_b64encode(str(n).encode())   Cipher.AppendEncode: no padding, no digits of n to read
//	hashids, sqids                              the same idea, with a key and a fixed width
//
// # Cost
//
// Encoding and decoding take tens of nanoseconds and allocate nothing. A Cipher is
// safe for use by several goroutines.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - counter (mid): Counter codes that nobody can guess: how?
package shortcode

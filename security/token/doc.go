// Package token makes random, signed and sealed tokens: [Random] for a session id
// or a reset link whose meaning the server stores.
//
// # When something simpler suffices
//
// A random token that points at a row in the database can be revoked, has no key to
// rotate and tells its holder nothing: prefer it until a lookup costs too much.
// [crypto/rand.Text] makes a shorter one with the standard library alone.
//
// # From Python
//
//	Python                        Go
//	secrets.token_urlsafe(32)     token.Random()
//	random.choices (not secret)   math/rand/v2 (not secret)
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - random (junior): How do you make a token that nobody can guess?
package token

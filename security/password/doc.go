// Package password stores passwords: argon2id by default, bcrypt where a system needs
// it, with stored hashes that are checked and bounded before any work is done.
//
//	h, err := password.New(password.Config{})
//	stored, err := h.Hash(ctx, chosen)               // At sign-up.
//	upgraded, err := h.Verify(ctx, given, stored)    // At login; nil means it is right.
//	err = h.VerifyMissing(ctx, given)                // At login of nobody: it costs as much.
//
// A stored hash is input too: from a backup, an import, a table that someone else can
// write. Here it never panics, never costs more than the policy allows, and never
// verifies with a short key. Strings are read in their one canonical form only.
//
// # When something simpler suffices
//
// Let somebody else keep the passwords (OpenID Connect, passkeys) if you can. Where every
// hash is your own and of one cost, golang.org/x/crypto/bcrypt alone will do, with a
// check that a password has 72 bytes at most. For tokens and keys, which are random, use
// SHA-256: slowness adds nothing to 256 random bits.
//
// # From Python
//
//	Python                               Go
//	argon2.PasswordHasher()              password.New(password.Config{})
//	ph.hash(password)                    h.Hash(ctx, password)
//	ph.verify, ph.check_needs_rehash     h.Verify(ctx, password, stored)
//	bcrypt.hashpw, bcrypt.gensalt(12)    password.Config{Algorithm: password.Bcrypt}
//
// # Costs
//
// By default a hash takes 19 MiB and some 20 to 40 ms of one processor (argon2id with t=2,
// p=1, the OWASP Password Storage Cheat Sheet's first choice). The work cannot be
// interrupted once it has begun; a context stops the waiting for a turn. A hostile stored
// hash is refused in under 10 µs.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - store (mid): How do you store a password?
//   - bcrypt (mid): What is the 72-byte trap of bcrypt?
package password

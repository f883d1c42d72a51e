// Package token makes random, signed and sealed tokens: [Random] for a session id or a
// reset link whose meaning the server keeps, [Signer] for a token that carries its
// meaning and shows it, [Sealer] for one that hides it too.
//
// Tokens that carry their meaning have a purpose and a lifetime, which cannot be left
// out. Each purpose has keys of its own, derived from the configured ones, so that a token
// to confirm an address does not reset a password. Keys have ids and are rotated: the
// first signs, all of them open. There is one algorithm and one encoding: no header
// chooses, and no altered string opens.
//
// # The format
//
// A token is base64url without padding, in its canonical form, of
//
//	signed: version 1 | key id | expiry | payload | HMAC-SHA-256 of all before it
//	sealed: version 2 | key id | nonce | AES-256-GCM of (expiry | payload), with version and key id authenticated
//
// with one byte of version, four of key id, eight of expiry (Unix time in milliseconds),
// twelve of random nonce; numbers are big-endian. Keys are HKDF-SHA-256 of the
// configured secret with the info "goconcepts/cookbook token", the version and the purpose.
//
// The payload is a string or []byte as it is; what a type that is an
// [encoding.BinaryAppender] and [encoding.BinaryUnmarshaler] makes of itself; otherwise JSON.
//
// # When something simpler suffices
//
// A random token that points at a row in the database can be revoked, has no key to
// rotate and tells its holder nothing: prefer it until a lookup costs too much.
// [crypto/rand.Text] makes a shorter one with the standard library alone. Where other
// parties must verify, they need public keys and a standard: JWT or PASETO.
//
// # From Python
//
//	Python                                       Go
//	secrets.token_urlsafe(32)                    token.Random()
//	itsdangerous.URLSafeTimedSerializer.dumps    Signer.Sign
//	loads(max_age=...), SignatureExpired         Signer.Verify, ErrExpired
//	cryptography.fernet.MultiFernet              Sealer with several keys
//	random.choices (not secret)                  math/rand/v2 (not secret)
//
// # Costs
//
// Appending or opening a token of a hundred bytes takes a few hundred nanoseconds. The Append
// methods allocate nothing for a string or []byte payload where dst has room; Verify and
// Open allocate the payload they return.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - random (junior): How do you make a token that nobody can guess?
//   - signed (mid): How do you make signed tokens, and rotate their keys?
package token

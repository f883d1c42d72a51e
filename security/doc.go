// Package security keeps secrets out of everything that is printed, logged or
// encoded, and is the front page of the packages that stand at the boundaries to
// untrusted input. At each boundary there is one type and one call; the Examples
// run an attack against it, and then the defence that stops it.
//
//   - security/safesql: queries whose text is a constant and whose values are
//     arguments, so that SQL injection does not compile.
//   - security/password: argon2id and bcrypt, with stored hashes that are bounded
//     before any work is done.
//   - security/token: random, signed and sealed tokens with purpose, lifetime and
//     key rotation.
//   - security/strictjson: untrusted JSON decoded by rules and limits, and a tagged
//     union of listed types instead of a restricted unpickler.
//   - security/safefs: files and archives that cannot leave their directory.
//   - security/safehttp: a client that reaches public addresses only, and a server
//     with every timeout and header set.
//
// # When something simpler suffices
//
// Use the standard library alone where it has the whole answer: [html/template] for
// cross-site scripting, [crypto/rand.Text] for a random token, [os.Root] for files
// below a directory, [crypto/subtle.ConstantTimeCompare] for two secrets of one
// length, placeholders of [database/sql] for a query that is written as one literal.
//
// # From Python
//
//	Python                          Go
//	secrets.token_urlsafe(32)       token.Random, crypto/rand.Text
//	hmac.compare_digest             crypto/subtle.ConstantTimeCompare
//	pydantic.Secret[T]              security.Secret[T]
//	sqlalchemy.text(":name")        safesql.SQL("... = ?", safesql.Val(name))
//	bcrypt, argon2-cffi             password.Hasher
//	itsdangerous, PyJWT             token.Signer[T]
//	pickle.Unpickler.find_class     strictjson.Union[I]
//	tarfile filter="data"           safefs.Untar
//	markupsafe, jinja2 autoescape   html/template
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - compare (mid): How do you compare secrets?
//   - xss (mid): How do you prevent cross-site scripting (XSS)?
//   - redact (mid): How do you keep secrets out of logs?
package security

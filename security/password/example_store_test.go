package password_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/goconcepts/cookbook/security/password"
)

// How do you store a password?
//
// As a slow, salted hash: argon2id with 19 MiB and two passes, or bcrypt. The PHC string
// holds algorithm, cost, salt and key, so that the cost can rise: a login with an old
// hash returns a new one to store. The same error and time for unknown users. OWASP
// ASVS 5.0 asks for this in 11.4.2 and 6.3.8.
//
// Follow-ups:
//   - Why a salt? Two users with one password get two hashes, and no table made beforehand fits.
//   - Why not SHA-256? It is made to be fast: a graphics card tries billions a second.
//   - What is a pepper? A key outside of the database; a stolen table alone cannot be guessed at then.
//   - Why bound a stored hash? Whoever writes the table could order 4 GiB of work with each login.
//
// Pitfalls:
//   - Each hash takes megabytes: without a limit, a flood of logins takes the server down.
//   - An early return for unknown users tells in milliseconds who has an account.
//
// Trade-offs: Bcrypt is older, needs 4 KiB only and stops at 72 bytes; choose argon2id where
// memory allows. Best is to store none: passkeys, or somebody else's login.
//
// From Python: The argon2-cffi package has the same strings and check_needs_rehash. The Python original
// hashes with bcrypt, but what it hashes is a random token, which needs no slow hash.
//
// Level: mid. Tags: password, argon2, crypto. See: security/password/bcrypt, security/compare.
func Example_store() {
	ctx := context.Background()
	// Small costs, for the sake of the example; the zero Config is what to use.
	old, err := password.New(password.Config{Params: password.Params{Memory: 64, Time: 1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	hashed, err := old.Hash(ctx, "correct horse")
	fmt.Println(strings.HasPrefix(hashed, "$argon2id$v=19$m=64,t=1,p=1$"), err)

	upgraded, err := old.Verify(ctx, "correct horse", hashed)
	fmt.Println("right:", err, "upgrade:", upgraded != "")
	_, err = old.Verify(ctx, "battery staple", hashed)
	fmt.Println("wrong:", err)
	fmt.Println("nobody:", old.VerifyMissing(ctx, "correct horse"))

	// Years later the cost is higher: the next login upgrades the hash.
	dear, err := password.New(password.Config{Params: password.Params{Memory: 128, Time: 2}})
	if err != nil {
		fmt.Println(err)
		return
	}
	upgraded, err = dear.Verify(ctx, "correct horse", hashed)
	fmt.Println("right:", err, "upgrade:", strings.HasPrefix(upgraded, "$argon2id$v=19$m=128,t=2,p=1$"))

	// A hostile hash is refused before any work.
	_, err = dear.Verify(ctx, "x", "$argon2id$v=19$m=4194304,t=1000,p=1$c29tZSBzYWx0$MDEyMzQ1Njc4OWFiY2RlZg")
	fmt.Println(errors.Is(err, password.ErrHash), err)
	// Output:
	// true <nil>
	// right: <nil> upgrade: false
	// wrong: password: mismatch
	// nobody: password: mismatch
	// right: <nil> upgrade: true
	// true password: stored hash refused: it costs more than the policy allows
}

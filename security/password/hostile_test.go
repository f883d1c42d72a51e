package password_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/argon2"

	"github.com/goconcepts/cookbook/security/password"
)

const goodBcrypt = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW" // Of "U*U".

// hostile are stored hashes that must be refused before any work. The password of each is
// "p" where there could be one, so that a lenient reader would verify it.
func hostile() map[string]string {
	key := func(n uint32) []byte { return argon2.IDKey([]byte("p"), []byte("saltsalt"), 1, 64, 1, n) }
	good := argon2Hash(64, 1, 1, "saltsalt", key(32))
	edit := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	return map[string]string{
		"empty":               "",
		"empty key":           argon2Hash(64, 1, 1, "saltsalt", nil),
		"key of one byte":     argon2Hash(64, 1, 1, "saltsalt", key(1)),
		"key of 15 bytes":     argon2Hash(64, 1, 1, "saltsalt", key(15)),
		"empty salt":          argon2Hash(64, 1, 1, "", argon2.IDKey([]byte("p"), nil, 1, 64, 1, 32)),
		"short salt":          argon2Hash(64, 1, 1, "salt", argon2.IDKey([]byte("p"), []byte("salt"), 1, 64, 1, 32)),
		"long key":            argon2Hash(64, 1, 1, "saltsalt", make([]byte, 65)),
		"huge":                argon2Hash(64, 1, 1, "saltsalt", make([]byte, 1<<20)),
		"no passes":           edit("t=1", "t=0"),
		"no threads":          edit("p=1", "p=0"),
		"256 threads":         edit("p=1", "p=256"),
		"257 threads":         edit("p=1", "p=257"),
		"too little memory":   edit("m=64", "m=7"),
		"4 TiB":               edit("m=64", "m=4294967295"),
		"more than 32 bits":   edit("m=64", "m=4294967360"),
		"many passes":         edit("t=1", "t=4294967295"),
		"many threads":        edit("m=64,t=1,p=1", "m=65536,t=1,p=255"),
		"negative":            edit("m=64", "m=-64"),
		"plus":                edit("m=64", "m=+64"),
		"leading zero":        edit("m=64", "m=064"),
		"space":               edit("m=64", "m= 64"),
		"underscore":          edit("m=64", "m=6_4"),
		"twice":               edit("m=64", "m=64,m=64"),
		"order":               edit("m=64,t=1", "t=1,m=64"),
		"missing":             edit(",p=1", ""),
		"unknown parameter":   edit("p=1", "p=1,x=1"),
		"empty key id":        edit("p=1", "p=1,keyid="),
		"unknown key id":      edit("p=1", "p=1,keyid=nobody"),
		"bad key id":          edit("p=1", "p=1,keyid=a=b"),
		"version 16":          edit("v=19", "v=16"),
		"no version":          edit("v=19$", ""),
		"argon2i":             edit("argon2id", "argon2i"),
		"upper case":          edit("argon2id", "Argon2id"),
		"padding":             good + "=",
		"line break":          good + "\n",
		"line break in key":   good[:len(good)-4] + "\n" + good[len(good)-4:],
		"carriage return":     edit("c2Fsd", "c2Fs\rd"),
		"stray bits":          good[:len(good)-1] + string(good[len(good)-1]+1),
		"another field":       good + "$",
		"leading space":       " " + good,
		"NUL":                 good + "\x00",
		"dollars":             "$$$$$",
		"many dollars":        strings.Repeat("$", 1<<16),
		"bcrypt cost 31":      strings.Replace(goodBcrypt, "$05$", "$31$", 1),
		"bcrypt cost 3":       strings.Replace(goodBcrypt, "$05$", "$03$", 1),
		"bcrypt cost +5":      strings.Replace(goodBcrypt, "$05$", "$+5$", 1),
		"bcrypt cost 5":       strings.Replace(goodBcrypt, "$05$", "$5$", 1),
		"bcrypt 2x":           strings.Replace(goodBcrypt, "$2a$", "$2x$", 1),
		"bcrypt 2z":           strings.Replace(goodBcrypt, "$2a$", "$2z$", 1),
		"bcrypt 2":            strings.Replace(goodBcrypt, "$2a$", "$2$", 1),
		"bcrypt 1a":           strings.Replace(goodBcrypt, "$2a$", "$1a$", 1),
		"bcrypt short":        goodBcrypt[:59],
		"bcrypt prefix":       "$2",
		"bcrypt long":         goodBcrypt + "W",
		"bcrypt salt bits":    strings.Replace(goodBcrypt, "C.", "C/", 1),
		"bcrypt key bits":     goodBcrypt[:59] + "X",
		"bcrypt other letter": goodBcrypt[:40] + "+" + goodBcrypt[41:],
		"sha256 crypt":        "$5$salt$hash",
		"plain text":          "p",
	}
}

func TestHostileHashesAreRefused(t *testing.T) {
	h := newHasher(t, password.Config{Params: cheap})
	for name, hash := range hostile() {
		for _, p := range []string{"p", "U*U", ""} {
			upgraded, err := h.Verify(t.Context(), p, hash)
			require.ErrorIs(t, err, password.ErrHash, name)
			require.Empty(t, upgraded, name)
			require.Less(t, len(err.Error()), 100, "the error must not repeat the hash: %s", name)
		}
	}
}

func FuzzVerify(f *testing.F) {
	for _, hash := range hostile() {
		if len(hash) < 1000 {
			f.Add("p", hash)
		}
	}
	f.Add("U*U", goodBcrypt)
	h, err := password.New(password.Config{Params: cheap, Max: password.Params{Memory: 128, Time: 2, Threads: 2, Cost: 5}})
	require.NoError(f, err)
	valid, err := h.Hash(f.Context(), "p")
	require.NoError(f, err)
	f.Add("p", valid)
	f.Fuzz(func(t *testing.T, given, hash string) {
		start := time.Now()
		upgraded, err := h.Verify(t.Context(), given, hash)
		switch {
		case err == nil:
			require.NotEmpty(t, given)
			_, err = h.Verify(t.Context(), given+"\x01", hash)
			require.ErrorIs(t, err, password.ErrMismatch)
		case errors.Is(err, password.ErrMismatch) || errors.Is(err, password.ErrHash):
			require.Empty(t, upgraded)
		default:
			t.Fatalf("an error of no kind: %v", err)
		}
		require.Less(t, time.Since(start), 10*time.Second, "more work than the policy allows")
	})
}

func BenchmarkVerifyHostile(b *testing.B) {
	h, err := password.New(password.Config{})
	require.NoError(b, err)
	for _, name := range []string{"4 TiB", "key of one byte", "many dollars", "bcrypt cost 31"} {
		hash := hostile()[name]
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := h.Verify(b.Context(), "p", hash); err == nil {
					b.Fatal("accepted")
				}
			}
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	h, err := password.New(password.Config{})
	require.NoError(b, err)
	hash, err := h.Hash(b.Context(), "p")
	require.NoError(b, err)
	for b.Loop() {
		if _, err := h.Verify(b.Context(), "p", hash); err != nil {
			b.Fatal(err)
		}
	}
}

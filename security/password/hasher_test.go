package password_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/bcrypt"

	"github.com/goconcepts/cookbook/security/password"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var cheap = password.Params{Memory: 64, Time: 1, Threads: 1, Cost: 4}

func newHasher(t *testing.T, c password.Config) *password.Hasher {
	t.Helper()
	h, err := password.New(c)
	require.NoError(t, err)
	return h
}

// The reference implementation's own test of argon2id, version 19 (its file test.c).
func TestKnownAnswersArgon2id(t *testing.T) {
	h := newHasher(t, password.Config{Params: password.Params{Memory: 65536, Time: 2}})
	for _, v := range []struct{ password, hash string }{
		{"password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"},
		{"password", "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"},
		{"password", "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"},
		{"differentpassword", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94"},
		{"password", "$argon2id$v=19$m=65536,t=2,p=1$ZGlmZnNhbHQ$vfMrBczELrFdWP0ZsfhWsRPaHppYdP3MVEMIVlqoFBw"},
	} {
		_, err := h.Verify(t.Context(), v.password, v.hash)
		require.NoError(t, err, v.hash)
		_, err = h.Verify(t.Context(), v.password+"x", v.hash)
		require.ErrorIs(t, err, password.ErrMismatch)
	}
}

// The published vectors of OpenBSD's and Openwall's implementations.
func TestKnownAnswersBcrypt(t *testing.T) {
	h := newHasher(t, password.Config{Algorithm: password.Bcrypt, Params: password.Params{Cost: 5}})
	for _, v := range []struct{ password, hash string }{
		{"U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"},
		{"U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"},
		{"U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"},
		{"a", "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe"},
		{"abc", "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i"},
		{"abcdefghijklmnopqrstuvwxyz", "$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC"},
		{"~!@#$%^&*()      ~!@#$%^&*()PNBFRD", "$2a$06$fPIsBO8qRqkjj273rfaOI.HtSV9jLDpTbZn782DC6/t7qT67P6FfO"},
		{"allmine", "$2a$10$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcga"},
	} {
		_, err := h.Verify(t.Context(), v.password, v.hash)
		require.NoError(t, err, v.hash)
		_, err = h.Verify(t.Context(), v.password, strings.Replace(v.hash, "$2a$", "$2b$", 1))
		require.NoError(t, err, "2b")
		_, err = h.Verify(t.Context(), v.password, strings.Replace(v.hash, "$2a$", "$2y$", 1))
		require.NoError(t, err, "2y")
		_, err = h.Verify(t.Context(), v.password+"x", v.hash)
		require.ErrorIs(t, err, password.ErrMismatch)
	}
}

func TestUpgrades(t *testing.T) {
	pepper := map[string][]byte{"one": []byte("0123456789abcdef"), "two": []byte("fedcba9876543210")}
	configs := []password.Config{
		{Params: cheap},
		{Params: password.Params{Memory: 128, Time: 1, Cost: 4}},
		{Params: password.Params{Memory: 64, Time: 2, Cost: 4}},
		{Params: password.Params{Memory: 64, Time: 1, Threads: 2, Cost: 4}},
		{Params: cheap, Pepper: "one"},
		{Params: cheap, Pepper: "two"},
		{Params: cheap, Algorithm: password.Bcrypt},
		{Params: password.Params{Cost: 5}, Algorithm: password.Bcrypt},
	}
	for i, from := range configs {
		from.Peppers = pepper
		old, err := newHasher(t, from).Hash(t.Context(), "correct horse")
		require.NoError(t, err)
		for j, to := range configs {
			to.Peppers = pepper
			h := newHasher(t, to)
			upgraded, err := h.Verify(t.Context(), "correct horse", old)
			require.NoError(t, err, "from %d to %d", i, j)
			require.Equal(t, i != j, upgraded != "", "from %d to %d", i, j)
			if upgraded != "" {
				again, err := h.Verify(t.Context(), "correct horse", upgraded)
				require.NoError(t, err)
				require.Empty(t, again)
			}
			upgraded, err = h.Verify(t.Context(), "wrong horse", old)
			require.ErrorIs(t, err, password.ErrMismatch)
			require.Empty(t, upgraded)
		}
	}
}

func TestPepperIsNeeded(t *testing.T) {
	key := []byte("0123456789abcdef")
	hash, err := newHasher(t, password.Config{Params: cheap, Peppers: map[string][]byte{"k": key}, Pepper: "k"}).Hash(t.Context(), "p")
	require.NoError(t, err)
	require.Contains(t, hash, ",keyid=k$")
	_, err = newHasher(t, password.Config{Params: cheap}).Verify(t.Context(), "p", hash)
	require.ErrorIs(t, err, password.ErrHash)
	_, err = newHasher(t, password.Config{Params: cheap, Peppers: map[string][]byte{"k": []byte("another key here")}}).Verify(t.Context(), "p", hash)
	require.ErrorIs(t, err, password.ErrMismatch)
}

func TestPepperIsCopied(t *testing.T) {
	key := []byte("0123456789abcdef")
	h := newHasher(t, password.Config{Params: cheap, Peppers: map[string][]byte{"k": key}, Pepper: "k"})
	hash, err := h.Hash(t.Context(), "p")
	require.NoError(t, err)
	clear(key)
	_, err = h.Verify(t.Context(), "p", hash)
	require.NoError(t, err)
}

func TestPasswordsThatAreRefused(t *testing.T) {
	for _, algorithm := range []password.Algorithm{password.Argon2id, password.Bcrypt} {
		h := newHasher(t, password.Config{Params: cheap, Algorithm: algorithm})
		for _, p := range []string{"", strings.Repeat("a", 4097)} {
			_, err := h.Hash(t.Context(), p)
			require.ErrorIs(t, err, password.ErrPassword)
			require.NotContains(t, err.Error(), "aa")
			require.ErrorIs(t, h.VerifyMissing(t.Context(), p), password.ErrMismatch)
		}
		require.ErrorIs(t, h.VerifyMissing(t.Context(), "p"), password.ErrMismatch)
	}
	h := newHasher(t, password.Config{Params: cheap, Algorithm: password.Bcrypt})
	for _, p := range []string{strings.Repeat("a", 73), "a\x00a", "\x00"} {
		_, err := h.Hash(t.Context(), p)
		require.ErrorIs(t, err, password.ErrPassword)
	}
	hash, err := h.Hash(t.Context(), strings.Repeat("a", 72))
	require.NoError(t, err)
	_, err = h.Verify(t.Context(), strings.Repeat("a", 73), hash)
	require.ErrorIs(t, err, password.ErrMismatch)

	// An empty password never verifies, not even against its own hash.
	empty, err := bcrypt.GenerateFromPassword(nil, bcrypt.MinCost)
	require.NoError(t, err)
	_, err = h.Verify(t.Context(), "", string(empty))
	require.ErrorIs(t, err, password.ErrMismatch)
	_, err = h.Verify(t.Context(), "", argon2Hash(64, 1, 1, "saltsalt", argon2.IDKey(nil, []byte("saltsalt"), 1, 64, 1, 32)))
	require.ErrorIs(t, err, password.ErrMismatch)
}

// A password of bytes that are no text, or long, is used whole and as it is.
func TestPasswordIsUsedAsItIs(t *testing.T) {
	h := newHasher(t, password.Config{Params: cheap})
	for _, p := range []string{" p ", "p", "P", "\xff\xfe", "a\x00b", strings.Repeat("a", 4096), "é", "e\u0301"} {
		hash, err := h.Hash(t.Context(), p)
		require.NoError(t, err)
		for _, q := range []string{" p ", "p", "P", "\xff\xfe", "a\x00b", strings.Repeat("a", 4096), strings.Repeat("a", 4095), "é", "e\u0301"} {
			_, err := h.Verify(t.Context(), q, hash)
			require.Equal(t, p == q, err == nil)
		}
	}
}

func TestSaltsDiffer(t *testing.T) {
	h := newHasher(t, password.Config{Params: cheap})
	a, err := h.Hash(t.Context(), "p")
	require.NoError(t, err)
	b, err := h.Hash(t.Context(), "p")
	require.NoError(t, err)
	require.NotEqual(t, a, b)
}

func TestContextEndsTheWait(t *testing.T) {
	h := newHasher(t, password.Config{Params: cheap})
	hash, err := h.Hash(t.Context(), "p")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = h.Hash(ctx, "p")
	require.ErrorIs(t, err, context.Canceled)
	_, err = h.Verify(ctx, "p", hash)
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorIs(t, err, password.ErrMismatch)
	require.ErrorIs(t, h.VerifyMissing(ctx, "p"), context.Canceled)
}

// With room for one hash at a time a second one waits, and gives up with its context.
func TestMemoryInFlightIsBounded(t *testing.T) {
	h := newHasher(t, password.Config{Params: password.Params{Memory: 19456, Time: 10}, Max: password.Params{Memory: 19456}, InFlight: 19456})
	stop, stopped := make(chan struct{}), make(chan error, 1)
	go func() { // it has its turn again and again: a slow machine does not miss the moment
		for {
			select {
			case <-stop:
				stopped <- nil
				return
			default:
			}
			if _, err := h.Hash(t.Context(), "p"); err != nil {
				stopped <- err
				return
			}
		}
	}()
	for err := error(nil); err == nil; { // until one is made while the other has its turn
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		_, err = h.Hash(ctx, "p")
		cancel()
		if err != nil {
			require.ErrorIs(t, err, context.DeadlineExceeded)
		}
	}
	close(stop)
	require.NoError(t, <-stopped)
}

// Eight that wait all get their turn.
func TestAllGetTheirTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHasher(t, password.Config{Params: cheap, Max: password.Params{Memory: 19456}, InFlight: 19456})
		results := make(chan error, 8)
		for range cap(results) {
			go func() {
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				_, err := h.Hash(ctx, "p")
				results <- err
			}()
		}
		for range cap(results) {
			require.NoError(t, <-results)
		}
	})
}

// What a login costs is memory, and it is the same for a user who does not exist.
func TestVerifyMissingCostsTheSame(t *testing.T) {
	h := newHasher(t, password.Config{Params: password.Params{Memory: 4096, Time: 1}})
	hash, err := h.Hash(t.Context(), "p")
	require.NoError(t, err)
	allocated := func(f func() error) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		require.ErrorIs(t, f(), password.ErrMismatch)
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	wrong := allocated(func() error { _, err := h.Verify(t.Context(), "q", hash); return err })
	missing := allocated(func() error { return h.VerifyMissing(t.Context(), "q") })
	require.Greater(t, wrong, uint64(4096<<10))
	require.InEpsilon(t, wrong, missing, 0.01)
}

func TestConfigErrorsNameTheField(t *testing.T) {
	for want, c := range map[string]password.Config{
		"Config.Algorithm":                    {Algorithm: 7},
		"Config.Params.Memory":                {Params: password.Params{Memory: 7}},
		"Config.Params.Time":                  {Params: password.Params{Time: 1001}},
		"Config.Params.Cost":                  {Params: password.Params{Cost: 3}},
		"Config.Max.Cost":                     {Max: password.Params{Cost: 32}},
		"Config.Max.Memory is 64, want 19456": {Max: password.Params{Memory: 64}},
		"Config.InFlight":                     {InFlight: 1},
		"Config.Peppers has an":               {Peppers: map[string][]byte{"a$b": make([]byte, 32)}},
		"Config.Peppers has a k":              {Peppers: map[string][]byte{"a": make([]byte, 15)}},
		"Config.Pepper: no":                   {Pepper: "a"},
		"Config.Pepper: a":                    {Algorithm: password.Bcrypt, Pepper: "a", Peppers: map[string][]byte{"a": make([]byte, 32)}},
	} {
		_, err := password.New(c)
		require.ErrorContains(t, err, "password: "+want)
	}
}

func TestZeroHasherRefuses(t *testing.T) {
	var h password.Hasher
	_, err := h.Hash(t.Context(), "p")
	require.Error(t, err)
	_, err = h.Verify(t.Context(), "p", "x")
	require.Error(t, err)
	require.Error(t, h.VerifyMissing(t.Context(), "p"))
}

func argon2Hash(memory, time, threads int, salt string, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", memory, time, threads, b64.EncodeToString([]byte(salt)), b64.EncodeToString(key))
}

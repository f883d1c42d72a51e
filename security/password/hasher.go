package password

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/bcrypt"
)

// maxBcrypt is the number of bytes that bcrypt uses; further ones change nothing.
const maxBcrypt = 72

// bcryptWeight is what a bcrypt hash counts in the memory in flight, in KiB.
const bcryptWeight = 19456

var errNotNew = errors.New("password: the Hasher was not made by New")

// Hash returns a hash of the password, to be stored as it is. The password is used exactly
// as it is given: not cut, trimmed or normalised.
//
// An [ErrPassword] is an empty password, one of more than 4096 bytes, or for bcrypt one of
// more than 72 bytes or with a NUL (bcrypt would not tell "a" from "a\x00a"). If ctx
// ends while Hash waits for its turn, Hash returns the context's error.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	if err := h.checkNew(password); err != nil {
		return "", err
	}
	if h.algorithm == Bcrypt {
		var hash []byte
		err := h.inTurn(ctx, bcryptWeight, func() (err error) {
			hash, err = bcrypt.GenerateFromPassword([]byte(password), h.params.Cost)
			return err
		})
		return string(hash), err
	}
	s := stored{params: h.params, pepper: h.pepper, salt: make([]byte, saltSize), key: make([]byte, keySize)}
	_, _ = rand.Read(s.salt) // Documented never to return an error.
	key, err := h.derive(ctx, password, s)
	if err != nil {
		return "", err
	}
	s.key = key
	return string(s.appendTo(nil)), nil
}

func (h *Hasher) checkNew(password string) error {
	switch {
	case h == nil || h.memory == nil:
		return errNotNew
	case password == "":
		return fmt.Errorf("%w: it is empty", ErrPassword)
	case len(password) > maxPassword:
		return fmt.Errorf("%w: more than %d bytes", ErrPassword, maxPassword)
	case h.algorithm == Bcrypt && len(password) > maxBcrypt:
		return fmt.Errorf("%w: bcrypt uses %d bytes only, there are more", ErrPassword, maxBcrypt)
	case h.algorithm == Bcrypt && strings.IndexByte(password, 0) >= 0:
		return fmt.Errorf("%w: bcrypt does not take a NUL byte", ErrPassword)
	}
	return nil
}

// Verify returns nil if the password is the one whose hash was stored, and [ErrMismatch] if
// not. An upgraded hash, if not empty, is to be stored in place of the old one, whose
// algorithm, cost or pepper is not that of Config; making it costs a second hash. If it
// cannot be made (ctx ends, bcrypt refuses the password) it is left for the next time.
//
// A hash that is malformed, weak or too dear is an [ErrHash] before any work. Empty passwords
// and hashes never verify, nor, with a bcrypt hash, passwords of which bcrypt would compare
// a part only. If ctx ends while Verify waits for its turn, the context's error is returned.
func (h *Hasher) Verify(ctx context.Context, password, hash string) (upgraded string, err error) {
	if h == nil || h.memory == nil {
		return "", errNotNew
	}
	if len(hash) > maxStored {
		return "", fmt.Errorf("%w: longer than %d bytes", ErrHash, maxStored)
	}
	current := false
	if strings.HasPrefix(hash, "$2") {
		current, err = h.verifyBcrypt(ctx, password, hash)
	} else {
		current, err = h.verifyArgon2id(ctx, password, hash)
	}
	if err != nil || current {
		return "", err
	}
	if upgraded, err = h.Hash(ctx, password); err != nil {
		return "", nil // The password is right; the upgrade has time.
	}
	return upgraded, nil
}

// VerifyMissing is Verify for a user who does not exist: it takes as long as Verify with a
// hash of this configuration does, so that time does not tell who has an account. It
// returns [ErrMismatch], or the context's error.
func (h *Hasher) VerifyMissing(ctx context.Context, password string) error {
	if h == nil || h.memory == nil {
		return errNotNew
	}
	if h.algorithm == Bcrypt {
		hash := fmt.Sprintf("$2a$%02d$%s", h.params.Cost, strings.Repeat(".", 53))
		if _, err := h.verifyBcrypt(ctx, password, hash); err != nil {
			return err
		}
		return ErrMismatch
	}
	if !verifiable(password) {
		return ErrMismatch
	}
	s := stored{params: h.params, pepper: h.pepper, salt: h.salt, key: make([]byte, keySize)}
	if _, err := h.derive(ctx, password, s); err != nil {
		return err
	}
	return ErrMismatch
}

func verifiable(password string) bool { return password != "" && len(password) <= maxPassword }

// verifyArgon2id reports whether the hash is as New was configured; nil says it matches.
func (h *Hasher) verifyArgon2id(ctx context.Context, password, hash string) (current bool, err error) {
	s, err := parseArgon2id(hash, h.limit)
	if err != nil {
		return false, err
	}
	if _, ok := h.peppers[s.pepper]; s.pepper != "" && !ok {
		return false, fmt.Errorf("%w: no pepper of its key id", ErrHash)
	}
	if !verifiable(password) {
		return false, ErrMismatch
	}
	key, err := h.derive(ctx, password, s)
	if err != nil {
		return false, err
	}
	if subtle.ConstantTimeCompare(key, s.key) != 1 {
		return false, ErrMismatch
	}
	p := h.params
	p.Cost = 0
	return h.algorithm == Argon2id && s.params == p && s.pepper == h.pepper && len(s.salt) >= saltSize && len(s.key) >= keySize, nil
}

func (h *Hasher) verifyBcrypt(ctx context.Context, password, hash string) (current bool, err error) {
	cost, err := parseBcrypt(hash, h.limit)
	if err != nil {
		return false, err
	}
	if !verifiable(password) {
		return false, ErrMismatch
	}
	whole := len(password) <= maxBcrypt && strings.IndexByte(password, 0) < 0
	err = h.inTurn(ctx, bcryptWeight, func() error {
		return bcrypt.CompareHashAndPassword([]byte(hash), []byte(password))
	})
	if errors.Is(err, bcrypt.ErrMismatchedHashAndPassword) || err == nil && !whole {
		return false, ErrMismatch
	}
	return h.algorithm == Bcrypt && cost == h.params.Cost, err
}

// derive computes the key of s for the password.
func (h *Hasher) derive(ctx context.Context, password string, s stored) (key []byte, err error) {
	err = h.inTurn(ctx, int64(s.params.Memory), func() error {
		input := []byte(password)
		if s.pepper != "" {
			mac := hmac.New(sha256.New, h.peppers[s.pepper])
			mac.Write(input)
			input = mac.Sum(nil)
		}
		p := s.params
		key = argon2.IDKey(input, s.salt, p.Time, p.Memory, p.Threads, uint32(len(s.key))) // #nosec G115 -- at most maxKey.
		return nil
	})
	return key, err
}

// inTurn runs f when there is memory for it.
func (h *Hasher) inTurn(ctx context.Context, weight int64, f func() error) error {
	if err := h.memory.Acquire(ctx, weight); err != nil {
		return fmt.Errorf("password: waiting: %w", err)
	}
	defer h.memory.Release(weight)
	return f()
}

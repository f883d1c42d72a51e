package token

import (
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"
)

// The errors of this package. Opening a token tells no more than forged or expired, and
// no error repeats a payload, a token or a key.
var (
	// ErrForged says that a token was not made with these keys for this purpose and type:
	// altered, cut, made up, of another purpose, or of a key that is no longer there.
	ErrForged = errors.New("token: forged")
	// ErrExpired says that a genuine token is past its lifetime.
	ErrExpired = errors.New("token: expired")
	// ErrTooLong says that a payload of more than 12288 bytes is not made into a token.
	ErrTooLong = errors.New("token: payload too long")
)

// KeySize is the length of a key's secret in bytes.
const KeySize = 32

// Limits in bytes; a token of the longest payload is below maxToken characters.
const (
	maxPayload = 12 << 10
	maxToken   = 17 << 10
)

// Key is a secret of 32 random bytes, with an id that stands in the tokens. The id says
// nothing about the key; it is never used again for another one.
type Key struct {
	ID     uint32
	Secret []byte
}

// Config is the configuration of a [Signer] or a [Sealer]. All fields are needed.
type Config struct {
	// Purpose says what a token is for: "reset password". No token of another purpose opens.
	Purpose string
	// Lifetime of a token, from when it is made; at least a millisecond.
	Lifetime time.Duration
	// Keys: the first makes tokens, all of them open tokens. To rotate, put a new key in
	// front, and drop the last one when a Lifetime has passed since.
	Keys []Key
}

// The versions of the format: one for each type of token.
const (
	signed byte = 1
	sealed byte = 2
)

// derive checks the configuration and returns the derived key of each of its keys.
func (c Config) derive(version byte) ([][]byte, error) {
	if c.Purpose == "" {
		return nil, errors.New("token: Config.Purpose is empty, want a text")
	}
	if c.Lifetime < time.Millisecond {
		return nil, fmt.Errorf("token: Config.Lifetime is %v, want 1ms or more", c.Lifetime)
	}
	if len(c.Keys) == 0 {
		return nil, errors.New("token: Config.Keys is empty, want one key or more")
	}
	ids := map[uint32]bool{}
	derived := make([][]byte, len(c.Keys))
	for i, key := range c.Keys {
		if len(key.Secret) != KeySize {
			return nil, fmt.Errorf("token: Config.Keys[%d].Secret has %d bytes, want %d", i, len(key.Secret), KeySize)
		}
		if ids[key.ID] {
			return nil, fmt.Errorf("token: Config.Keys[%d].ID is %d again, want one id for each key", i, key.ID)
		}
		ids[key.ID] = true
		info := "goconcepts/cookbook token" + string(rune(version)) + c.Purpose
		var err error
		if derived[i], err = hkdf.Key(sha256.New, key.Secret, nil, info, KeySize); err != nil {
			return nil, fmt.Errorf("token: Config.Keys[%d]: %w", i, err)
		}
	}
	return derived, nil
}

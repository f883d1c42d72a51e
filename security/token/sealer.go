package token

import (
	"crypto/aes"
	"crypto/cipher"
	"sync"
	"time"
)

// Sealer makes and opens tokens that carry a T which nobody can read or alter;
// [NewSealer] makes one. It may be used by several goroutines and must not be copied.
// The length of a token still tells the length of its payload.
//
// The cipher is AES-256-GCM with a random nonce of 96 bits: rotate a key before it has
// made 2^32 tokens, so that the chance of a repeated nonce stays below 2^-32 (NIST SP
// 800-38D, 8.3). A Signer has no such bound.
type Sealer[T any] struct {
	lifetime time.Duration
	ids      []uint32
	aeads    []cipher.AEAD
	pool     sync.Pool // Of *scratch.
}

// NewSealer returns a Sealer. An error names the field that is wrong and no secret.
func NewSealer[T any](c Config) (*Sealer[T], error) {
	derived, err := c.derive(sealed)
	if err != nil {
		return nil, err
	}
	s := &Sealer[T]{lifetime: c.Lifetime}
	s.pool.New = func() any { return new(scratch) }
	for i, key := range derived {
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, err
		}
		aead, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return nil, err
		}
		s.ids, s.aeads = append(s.ids, c.Keys[i].ID), append(s.aeads, aead)
	}
	return s, nil
}

// Seal returns a token for v that is good for the configured lifetime.
func (s *Sealer[T]) Seal(v T) (string, error) {
	b, err := s.Append(nil, v)
	return string(b), err
}

// Append appends a token for v to dst, with no allocation if dst has room and T is a
// string or []byte. On an error dst is returned as it was.
func (s *Sealer[T]) Append(dst []byte, v T) ([]byte, error) {
	m := s.pool.Get().(*scratch)
	defer putScratch(&s.pool, m)
	plain, err := appendPayload(appendExpiry(m.plain[:0], s.lifetime), v)
	if err != nil {
		return dst, err
	}
	m.plain = plain
	m.token = appendHeader(m.token[:0], sealed, s.ids[0])
	m.token = s.aeads[0].Seal(m.token, nil, plain, m.token) // #nosec G407 -- no nonce is given: the AEAD takes a random one.
	return m.encode(dst), nil
}

// Open returns what the token carries, or [ErrForged] or [ErrExpired]. Only a token that
// is genuine is ever called expired.
func (s *Sealer[T]) Open(token string) (T, error) {
	var zero T
	m := s.pool.Get().(*scratch)
	defer putScratch(&s.pool, m)
	if !m.decode(token) || len(m.token) < headerSize {
		return zero, ErrForged
	}
	key := m.key(sealed, s.ids)
	if key < 0 {
		return zero, ErrForged
	}
	plain, err := s.aeads[key].Open(m.plain[:0], nil, m.token[headerSize:], m.token[:headerSize])
	if err != nil || len(plain) < expirySize {
		return zero, ErrForged
	}
	m.plain = plain
	if expired(plain) {
		return zero, ErrExpired
	}
	return parsePayload[T](plain[expirySize:])
}

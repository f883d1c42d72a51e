package token

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"time"
)

// Signer makes and verifies tokens that carry a T for everybody to read and nobody to
// alter; [NewSigner] makes one. It may be used by several goroutines and must not be
// copied. There is no list of used tokens: one can be shown again until it expires.
type Signer[T any] struct {
	lifetime time.Duration
	keys     []*macKey
}

type macKey struct {
	id   uint32
	pool sync.Pool // Of *scratch, with a mac of the derived key.
}

// NewSigner returns a Signer. An error names the field that is wrong and no secret.
func NewSigner[T any](c Config) (*Signer[T], error) {
	derived, err := c.derive(signed)
	if err != nil {
		return nil, err
	}
	s := &Signer[T]{lifetime: c.Lifetime}
	for i, key := range derived {
		k := &macKey{id: c.Keys[i].ID}
		k.pool.New = func() any { return &scratch{mac: hmac.New(sha256.New, key)} }
		s.keys = append(s.keys, k)
	}
	return s, nil
}

// Sign returns a token for v that is good for the configured lifetime.
func (s *Signer[T]) Sign(v T) (string, error) {
	b, err := s.Append(nil, v)
	return string(b), err
}

// Append appends a token for v to dst, with no allocation if dst has room and T is a
// string or []byte. On an error dst is returned as it was.
func (s *Signer[T]) Append(dst []byte, v T) ([]byte, error) {
	k := s.keys[0]
	m := k.pool.Get().(*scratch)
	defer putScratch(&k.pool, m)
	b := appendExpiry(appendHeader(m.token[:0], signed, k.id), s.lifetime)
	b, err := appendPayload(b, v)
	if err != nil {
		return dst, err
	}
	m.token = m.appendSum(b)
	return m.encode(dst), nil
}

// appendSum appends the HMAC of b to it.
func (m *scratch) appendSum(b []byte) []byte {
	m.mac.Reset()
	m.mac.Write(b)
	return m.mac.Sum(b)
}

// Verify returns what the token carries, or [ErrForged] or [ErrExpired]. Only a token that
// is genuine is ever called expired.
func (s *Signer[T]) Verify(token string) (T, error) {
	var zero T
	k := s.keyOf(token)
	if k == nil {
		return zero, ErrForged
	}
	m := k.pool.Get().(*scratch)
	defer putScratch(&k.pool, m)
	if !m.decode(token) || len(m.token) < headerSize+expirySize+sha256.Size {
		return zero, ErrForged
	}
	body, sum := m.token[:len(m.token)-sha256.Size], m.token[len(m.token)-sha256.Size:]
	m.mac.Reset()
	m.mac.Write(body)
	if !hmac.Equal(m.mac.Sum(m.sum[:0]), sum) {
		return zero, ErrForged
	}
	if expired(body[headerSize:]) {
		return zero, ErrExpired
	}
	return parsePayload[T](body[headerSize+expirySize:])
}

// keyOf returns the key that the token's header names, or nil.
func (s *Signer[T]) keyOf(token string) *macKey {
	id, ok := keyID(token, signed)
	if ok {
		for _, k := range s.keys {
			if k.id == id {
				return k
			}
		}
	}
	return nil
}

// keyID reads the header: eight characters hold six bytes, one more than it has.
func keyID(token string, version byte) (uint32, bool) {
	if len(token) < 8 {
		return 0, false
	}
	var text [8]byte
	var header [6]byte
	copy(text[:], token)
	n, err := strict.Decode(header[:], text[:])
	if err != nil || n != len(header) || header[0] != version {
		return 0, false
	}
	return binary.BigEndian.Uint32(header[1:]), true
}

package token

import (
	"crypto/hmac"
	"crypto/sha256"
	"sync"
	"time"
)

// Signer makes and verifies tokens that carry a T for everybody to read and nobody to
// alter; [NewSigner] makes one. It may be used by several goroutines and must not be
// copied. There is no list of used tokens: one can be shown again until it expires.
type Signer[T any] struct {
	lifetime time.Duration
	ids      []uint32
	pool     sync.Pool // Of *scratch, with a mac for each key.
}

// NewSigner returns a Signer. An error names the field that is wrong and no secret.
func NewSigner[T any](c Config) (*Signer[T], error) {
	derived, err := c.derive(signed)
	if err != nil {
		return nil, err
	}
	s := &Signer[T]{lifetime: c.Lifetime}
	for _, key := range c.Keys {
		s.ids = append(s.ids, key.ID)
	}
	s.pool.New = func() any {
		m := new(scratch)
		for _, key := range derived {
			m.macs = append(m.macs, hmac.New(sha256.New, key))
		}
		return m
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
	m := s.pool.Get().(*scratch)
	defer putScratch(&s.pool, m)
	b := appendExpiry(appendHeader(m.token[:0], signed, s.ids[0]), s.lifetime)
	b, err := appendPayload(b, v)
	if err != nil {
		return dst, err
	}
	mac := m.macs[0]
	mac.Reset()
	mac.Write(b)
	m.token = mac.Sum(b)
	return m.encode(dst), nil
}

// Verify returns what the token carries, or [ErrForged] or [ErrExpired]. Only a token that
// is genuine is ever called expired.
func (s *Signer[T]) Verify(token string) (T, error) {
	var zero T
	m := s.pool.Get().(*scratch)
	defer putScratch(&s.pool, m)
	if !m.decode(token) || len(m.token) < headerSize+expirySize+sha256.Size {
		return zero, ErrForged
	}
	key := m.key(signed, s.ids)
	if key < 0 {
		return zero, ErrForged
	}
	body, sum := m.token[:len(m.token)-sha256.Size], m.token[len(m.token)-sha256.Size:]
	mac := m.macs[key]
	mac.Reset()
	mac.Write(body)
	if !hmac.Equal(mac.Sum(m.sum[:0]), sum) {
		return zero, ErrForged
	}
	if expired(body[headerSize:]) {
		return zero, ErrExpired
	}
	return parsePayload[T](body[headerSize+expirySize:])
}

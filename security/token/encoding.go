package token

import (
	"encoding/base64"
	"encoding/binary"
	"hash"
	"slices"
	"sync"
	"time"
)

// strict refuses stray bits in the last character. It still skips line breaks, as the
// decoders of encoding/base64 all do; decode refuses those by the length.
var strict = base64.RawURLEncoding.Strict()

// headerSize is the length of version and key id, expirySize that of the expiry.
const (
	headerSize = 1 + 4
	expirySize = 8
)

// scratch is what making or opening one token needs. It is cleared before it goes back.
type scratch struct {
	text, token, plain []byte
	sum                [32]byte
	macs               []hash.Hash // One for each key of a Signer.
}

func putScratch(pool *sync.Pool, s *scratch) {
	clear(s.text[:cap(s.text)])
	clear(s.token[:cap(s.token)])
	clear(s.plain[:cap(s.plain)])
	pool.Put(s)
}

// decode fills s.token with the bytes of the one string that stands for them.
func (s *scratch) decode(text string) bool {
	if len(text) > maxToken {
		return false
	}
	s.text = append(s.text[:0], text...)
	b, err := strict.AppendDecode(s.token[:0], s.text)
	if err != nil || strict.EncodedLen(len(b)) != len(text) {
		return false
	}
	s.token = b
	return true
}

// encode appends the string for s.token to dst.
func (s *scratch) encode(dst []byte) []byte {
	dst = slices.Grow(dst, strict.EncodedLen(len(s.token)))
	return strict.AppendEncode(dst, s.token)
}

func appendHeader(b []byte, version byte, id uint32) []byte {
	return binary.BigEndian.AppendUint32(append(b, version), id)
}

// key returns the index of the key that the header of s.token names, or -1.
func (s *scratch) key(version byte, ids []uint32) int {
	if s.token[0] != version {
		return -1
	}
	return slices.Index(ids, binary.BigEndian.Uint32(s.token[1:]))
}

func appendExpiry(b []byte, lifetime time.Duration) []byte {
	return binary.BigEndian.AppendUint64(b, uint64(time.Now().Add(lifetime).UnixMilli())) // #nosec G115 -- times are after 1970.
}

// expired reports whether the expiry at the start of b is not in the future.
func expired(b []byte) bool {
	return time.Now().UnixMilli() >= int64(binary.BigEndian.Uint64(b)) // #nosec G115 -- authenticated; written by appendExpiry.
}

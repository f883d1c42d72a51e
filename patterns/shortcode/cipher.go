package shortcode

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"strings"
)

// Base62 is the default alphabet: digits, capitals, small letters.
const Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// Errors of the use of a [Cipher].
var (
	// ErrCode is the error of a text that is no code: its width or a character is wrong.
	ErrCode = errors.New("shortcode: not a code")
	// ErrRange is the error of a number that has no code: it is Size or more.
	ErrRange = errors.New("shortcode: number out of range")
)

// errCharacter is made once: whoever refuses made-up codes sees it often.
var errCharacter = fmt.Errorf("%w: a character is not in the alphabet", ErrCode)

// Config holds the settings of a [Cipher].
type Config struct {
	// Key makes the order unpredictable: 16 bytes or more, kept secret and never
	// changed, since all codes change with it. It is copied.
	Key []byte
	// Alphabet is the characters of a code, 10 to 64 different ones out of A-Z, a-z,
	// 0-9, '-', '_' and '~'; empty is [Base62].
	Alphabet string
	// Digits is the width of a code, 2 to 10; 0 is 7: 3.5 million million codes in base 62.
	Digits int
}

// rounds of the Feistel network. Four make a strong pseudorandom permutation of a
// pair of halves if the round function is random (Luby and Rackoff, 1988); this one
// only mixes, which is why the package promises no more than a hidden order.
const rounds = 4

// Cipher maps numbers to codes and back. Make one with [NewCipher].
type Cipher struct {
	left, right half
	alphabet    [64]byte
	value       [256]int8 // of each character; -1 where it is none
	base        uint32
	inverse     uint64 // 2^64 / base, rounded up: a product with it divides
	digits      int
	size        uint64
	reciprocal  uint64 // 2^64 / right.size, rounded down
	keys        [rounds][2]uint64
}

// half is one side of the network: the numbers below size, which digits digits hold.
type half struct {
	digits int
	size   uint64
}

// NewCipher returns a cipher, or an error that names the setting which is wrong.
func NewCipher(c Config) (*Cipher, error) {
	if c.Alphabet == "" {
		c.Alphabet = Base62
	}
	if c.Digits == 0 {
		c.Digits = 7
	}
	switch {
	case len(c.Key) < 16:
		return nil, fmt.Errorf("shortcode: config: Key has %d bytes, want 16 or more", len(c.Key))
	case c.Digits < 2 || c.Digits > 10:
		return nil, fmt.Errorf("shortcode: config: Digits is %d, want 2 to 10", c.Digits)
	case len(c.Alphabet) < 10 || len(c.Alphabet) > 64:
		return nil, fmt.Errorf("shortcode: config: Alphabet has %d characters, want 10 to 64", len(c.Alphabet))
	}
	p := &Cipher{base: uint32(len(c.Alphabet)), digits: c.Digits}
	p.inverse = math.MaxUint64/uint64(p.base) + 1
	copy(p.alphabet[:], c.Alphabet)
	for i := range p.value {
		p.value[i] = -1
	}
	for i := range len(c.Alphabet) {
		ch := c.Alphabet[i]
		if !strings.ContainsRune(Base62+"-_~", rune(ch)) || p.value[ch] >= 0 {
			return nil, fmt.Errorf("shortcode: config: Alphabet has %q, want different characters out of A-Z, a-z, 0-9, - _ ~", ch)
		}
		p.value[ch] = int8(i)
	}
	p.left, p.right = p.side(c.Digits/2), p.side(c.Digits-c.Digits/2)
	p.size = p.left.size * p.right.size
	p.reciprocal = math.MaxUint64 / p.right.size
	keys, err := hkdf.Key(sha256.New, c.Key, nil, "cookbook shortcode v1", rounds*16)
	if err != nil {
		return nil, fmt.Errorf("shortcode: config: Key: %w", err)
	}
	for i := range p.keys {
		p.keys[i] = [2]uint64{binary.LittleEndian.Uint64(keys[16*i:]), binary.LittleEndian.Uint64(keys[16*i+8:]) | 1}
	}
	return p, nil
}

func (p *Cipher) side(digits int) half {
	h := half{digits, 1}
	for range digits {
		h.size *= uint64(p.base)
	}
	return h
}

// Size returns how many codes there are; the numbers below it have one.
func (p *Cipher) Size() uint64 { return p.size }

// AppendEncode appends the code of n to dst. It fails with [ErrRange] when n is
// [Cipher.Size] or more, and then returns dst as it was.
//
// The halves of a code are its digits: their sizes multiply to just Size, so the
// network permutes the codes themselves and need not walk cycles until it meets one.
func (p *Cipher) AppendEncode(dst []byte, n uint64) ([]byte, error) {
	if n >= p.size {
		return dst, fmt.Errorf("%w: %d, want less than %d", ErrRange, n, p.size)
	}
	l, r := p.split(n)
	for i := 0; i < rounds; i += 2 {
		l = addMod(l, p.round(i, r, p.left.size), p.left.size)
		r = addMod(r, p.round(i+1, l, p.right.size), p.right.size)
	}
	var code [10]byte
	p.put(code[:p.left.digits], uint32(l))
	p.put(code[p.left.digits:p.digits], uint32(r))
	return append(dst, code[:p.digits]...), nil
}

// split divides n by the right half's size: by a product, since a division takes as long
// as two rounds. The quotient is right or one too small, as n and the size are below 2^63.
func (p *Cipher) split(n uint64) (l, r uint64) {
	l, _ = bits.Mul64(n, p.reciprocal)
	r = n - l*p.right.size
	if r >= p.right.size {
		return l + 1, r - p.right.size
	}
	return l, r
}

// Encode returns the code of n as a string, which is one allocation.
func (p *Cipher) Encode(n uint64) (string, error) {
	var buf [10]byte
	code, err := p.AppendEncode(buf[:0], n)
	return string(code), err
}

// Decode returns the number of a code, or [ErrCode]: no other text has the number.
// Every code of the right width has a number; whether it was ever given out is for
// the caller to know, who has the counter.
func (p *Cipher) Decode(code string) (uint64, error) {
	if len(code) != p.digits {
		return 0, fmt.Errorf("%w: %d characters, want %d", ErrCode, len(code), p.digits)
	}
	left, ok1 := p.get(code[:p.left.digits])
	right, ok2 := p.get(code[p.left.digits:])
	if !ok1 || !ok2 {
		return 0, errCharacter
	}
	l, r := uint64(left), uint64(right)
	for i := rounds - 2; i >= 0; i -= 2 {
		r = addMod(r, p.right.size-p.round(i+1, l, p.right.size), p.right.size)
		l = addMod(l, p.left.size-p.round(i, r, p.left.size), p.left.size)
	}
	return l*p.right.size + r, nil
}

// round mixes x with the keys of round i into a number below size. The product of
// two 64-bit words folds its halves together, so that each bit reaches all others.
func (p *Cipher) round(i int, x, size uint64) uint64 {
	k := &p.keys[i]
	high, low := bits.Mul64(x^k[0], k[1])
	high, low = bits.Mul64(high^low, k[1]^0x9e3779b97f4a7c15)
	below, _ := bits.Mul64(high^low, size)
	return below
}

// addMod is (a+b) mod size for a below size and b at most size.
func addMod(a, b, size uint64) uint64 {
	if a += b; a >= size {
		a -= size
	}
	return a
}

// put writes n in digits over all of dst, the most significant first.
func (p *Cipher) put(dst []byte, n uint32) {
	for i := len(dst) - 1; i >= 0; i-- {
		q, _ := bits.Mul64(uint64(n), p.inverse) // n / base, exact below 2^32
		dst[i] = p.alphabet[(n-uint32(q)*p.base)&63]
		n = uint32(q)
	}
}

func (p *Cipher) get(code string) (n uint32, ok bool) {
	for i := range len(code) {
		v := p.value[code[i]]
		if v < 0 {
			return 0, false
		}
		n = n*p.base + uint32(v)
	}
	return n, true
}

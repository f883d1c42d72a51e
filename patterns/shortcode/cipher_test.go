package shortcode_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/patterns/shortcode"
)

var key = []byte("0123456789abcdef")

func cipher(t require.TestingT, c shortcode.Config) *shortcode.Cipher {
	if c.Key == nil {
		c.Key = key
	}
	p, err := shortcode.NewCipher(c)
	require.NoError(t, err)
	return p
}

// Four digits by exhaustion: every number has a code, no two the same, and back.
func TestBijectionOfFourDigits(t *testing.T) {
	p := cipher(t, shortcode.Config{Digits: 4})
	require.EqualValues(t, 62*62*62*62, p.Size())
	seen := make([]bool, p.Size())
	var digit [128]int
	for i, ch := range shortcode.Base62 {
		digit[ch] = i
	}
	var buf [8]byte
	for n := range p.Size() {
		code, err := p.AppendEncode(buf[:0], n)
		if err != nil || len(code) != 4 {
			t.Fatalf("%d: %q %v", n, code, err)
		}
		place := 0
		for _, ch := range code {
			place = place*62 + digit[ch&127]
		}
		if seen[place] {
			t.Fatalf("%d: the code %s was given out already", n, code)
		}
		seen[place] = true
		if back, err := p.Decode(string(code)); err != nil || back != n {
			t.Fatalf("%s decodes to %d %v, want %d", code, back, err, n)
		}
	}
}

func TestBijectionOfAnyWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		alphabet := rapid.Permutation([]byte(shortcode.Base62+"-~")).Draw(t, "alphabet")
		p := cipher(t, shortcode.Config{
			Key:      rapid.SliceOfN(rapid.Byte(), 16, 40).Draw(t, "key"),
			Digits:   rapid.IntRange(2, 10).Draw(t, "digits"),
			Alphabet: string(alphabet[:rapid.IntRange(10, 64).Draw(t, "base")]),
		})
		a := rapid.Uint64Range(0, p.Size()-1).Draw(t, "a")
		b := rapid.Uint64Range(0, p.Size()-1).Draw(t, "b")
		codeA, err := p.Encode(a)
		require.NoError(t, err)
		codeB, err := p.Encode(b)
		require.NoError(t, err)
		require.Equal(t, a == b, codeA == codeB)
		back, err := p.Decode(codeA)
		require.NoError(t, err)
		require.Equal(t, a, back)
	})
}

func FuzzDecode(f *testing.F) {
	p := cipher(f, shortcode.Config{})
	f.Add("0000000")
	f.Add("zzzzzzz")
	f.Add("é00000")
	f.Fuzz(func(t *testing.T, code string) {
		n, err := p.Decode(code)
		if err != nil {
			require.ErrorIs(t, err, shortcode.ErrCode)
			return
		}
		back, err := p.Encode(n)
		require.NoError(t, err)
		require.Equal(t, code, back, "one spelling")
	})
}

// Neighbours differ in about every digit, and sorting the codes says nothing about the numbers.
func TestOrderIsHidden(t *testing.T) {
	p := cipher(t, shortcode.Config{})
	const n = 2000
	codes := make([]string, n)
	same := 0
	for i := range codes {
		codes[i], _ = p.Encode(uint64(i))
		for d := range 7 {
			if i > 0 && codes[i][d] == codes[i-1][d] {
				same++
			}
		}
	}
	require.Less(t, same, 7*n/62*2, "digits that a code shares with its neighbour")
	rising := 0
	for i := 1; i < n; i++ {
		if codes[i] > codes[i-1] {
			rising++
		}
	}
	require.InDelta(t, n/2, rising, n/20)
	require.False(t, slices.IsSorted(codes))
}

func TestTheKeyDecides(t *testing.T) {
	a, err := cipher(t, shortcode.Config{}).Encode(1)
	require.NoError(t, err)
	b, err := cipher(t, shortcode.Config{Key: []byte("another key of 16")}).Encode(1)
	require.NoError(t, err)
	require.NotEqual(t, a, b)
	require.Equal(t, "3fe20y9", a, "codes outlive a process: they must never change")
}

func TestRefusals(t *testing.T) {
	for want, c := range map[string]shortcode.Config{
		"Key has 15 bytes":           {Key: key[:15]},
		"Digits is 11, want 2 to 10": {Key: key, Digits: 11},
		"Digits is -1":               {Key: key, Digits: -1},
		"Alphabet has 9 characters":  {Key: key, Alphabet: "012345678"},
		`Alphabet has '0'`:           {Key: key, Alphabet: "0123456780"},
		`Alphabet has '/'`:           {Key: key, Alphabet: "012345678/"},
	} {
		_, err := shortcode.NewCipher(c)
		require.ErrorContains(t, err, want)
	}
	p := cipher(t, shortcode.Config{})
	dst, err := p.AppendEncode([]byte("x"), p.Size())
	require.ErrorIs(t, err, shortcode.ErrRange)
	require.Equal(t, "x", string(dst))
	for _, code := range []string{"", "000000", "00000000", "00000/0", "000\x00000", "é00000"} {
		_, err := p.Decode(code)
		require.True(t, errors.Is(err, shortcode.ErrCode), "%q: %v", code, err)
	}
}

func TestNothingIsAllocated(t *testing.T) {
	p := cipher(t, shortcode.Config{})
	buf := make([]byte, 0, 16)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		code, _ := p.AppendEncode(buf, 12345)
		if n, err := p.Decode(string(code)); err != nil || n != 12345 {
			t.Fatal(n, err)
		}
		if _, err := p.Decode("no/code"); err == nil {
			t.Fatal("decoded")
		}
	}))
}

func BenchmarkAppendEncode(b *testing.B) {
	p := cipher(b, shortcode.Config{})
	buf := make([]byte, 0, 16)
	n := uint64(0)
	for b.Loop() {
		n++
		_, _ = p.AppendEncode(buf, n)
	}
}

func BenchmarkDecode(b *testing.B) {
	p := cipher(b, shortcode.Config{})
	code, _ := p.Encode(12345)
	for b.Loop() {
		_, _ = p.Decode(code)
	}
}

package token_test

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/security/token"
)

// opener is what a Signer and a Sealer have in common.
type opener[T any] struct {
	seal func(T) (string, error)
	app  func([]byte, T) ([]byte, error)
	open func(string) (T, error)
}

func openers[T any](t testing.TB, c token.Config) map[string]opener[T] {
	t.Helper()
	signer, err := token.NewSigner[T](c)
	require.NoError(t, err)
	sealer, err := token.NewSealer[T](c)
	require.NoError(t, err)
	return map[string]opener[T]{
		"signed": {signer.Sign, signer.Append, signer.Verify},
		"sealed": {sealer.Seal, sealer.Append, sealer.Open},
	}
}

func TestRoundTrips(t *testing.T) {
	roundTrip(t, "", "a", "user 7", strings.Repeat("x", 12288), "\x00\xff")
	roundTrip(t, []byte{}, []byte{0, 1, 2})
	roundTrip(t, 0, 7, math.MinInt)
	roundTrip(t, struct {
		A int
		B []string
	}{7, []string{"x"}})
	roundTrip(t, time.Unix(1, 2).UTC())
	roundTrip(t, map[string]int{"a": 1})
	roundTrip(t, new(7))
}

func roundTrip[T any](t *testing.T, values ...T) {
	t.Helper()
	for name, o := range openers[T](t, exampleConfig()) {
		for _, v := range values {
			text, err := o.seal(v)
			require.NoError(t, err, name)
			got, err := o.open(text)
			require.NoError(t, err, name)
			require.Equal(t, v, got, name)
		}
	}
}

// No string but the token itself opens: every byte changed to every other one, left out,
// put in anywhere, and every cut. A lenient decoder takes dozens of them.
func TestNoAlteredStringOpens(t *testing.T) {
	for name, o := range openers[string](t, exampleConfig()) {
		for _, payload := range []string{"", "u", "us", "use"} { // All lengths modulo three.
			text, err := o.seal(payload)
			require.NoError(t, err)
			refuse := func(altered string) {
				got, err := o.open(altered)
				if altered == text {
					require.NoError(t, err)
					return
				}
				if !errors.Is(err, token.ErrForged) || got != "" {
					t.Fatalf("%s: %q opens %q", name, altered, text)
				}
			}
			for i := range len(text) + 1 {
				refuse(text[:i])
				refuse(text[i:])
				refuse(text[:i] + "\r\n" + text[i:])
				for c := range 256 {
					refuse(text[:i] + string([]byte{byte(c)}) + text[i:])
					if i < len(text) {
						refuse(text[:i] + string([]byte{byte(c)}) + text[i+1:])
					}
				}
			}
			refuse(text + "=")
			refuse(text + "==")
			refuse(text + text)
			refuse(strings.NewReplacer("-", "+", "_", "/").Replace(text + "-"))
			refuse(strings.Repeat(text, 1000))
		}
	}
}

// What is signed does not open as sealed, nor for another purpose, key or type.
func TestTokensAreBoundToTheirUse(t *testing.T) {
	base := exampleConfig()
	texts := map[string]string{}
	for name, o := range openers[string](t, base) {
		text, err := o.seal("user 7")
		require.NoError(t, err)
		texts[name] = text
	}
	other := map[string]token.Config{"same": base, "purpose": base, "secret": base, "id": base}
	c := other["purpose"]
	c.Purpose = "sessiom"
	other["purpose"] = c
	c = other["secret"]
	c.Keys = []token.Key{{ID: 1, Secret: bytes.Repeat([]byte{8}, 32)}}
	other["secret"] = c
	c = other["id"]
	c.Keys = []token.Key{{ID: 2, Secret: base.Keys[0].Secret}}
	other["id"] = c
	for what, c := range other {
		for name, o := range openers[string](t, c) {
			for made, text := range texts {
				_, err := o.open(text)
				if what == "same" && made == name {
					require.NoError(t, err)
				} else {
					require.Equal(t, token.ErrForged, err, "%s %s %s", what, made, name)
				}
			}
		}
	}
	for _, o := range openers[int](t, base) {
		for _, text := range texts {
			_, err := o.open(text)
			require.Equal(t, token.ErrForged, err)
		}
	}
}

func TestExpiry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, o := range openers[string](t, exampleConfig()) {
			text, err := o.seal("user 7")
			require.NoError(t, err)
			time.Sleep(time.Hour - time.Millisecond)
			_, err = o.open(text)
			require.NoError(t, err)
			time.Sleep(time.Millisecond)
			_, err = o.open(text)
			require.Equal(t, token.ErrExpired, err)
			// Expired is said of genuine tokens only.
			altered := []byte(text)
			altered[len(altered)-5] ^= 1
			_, err = o.open(string(altered))
			require.Equal(t, token.ErrForged, err)
		}
	})
}

func TestAppendLeavesTheBufferAlone(t *testing.T) {
	for _, o := range openers[string](t, exampleConfig()) {
		buffer := []byte("before|after-after-after-after-after-after-after-after-after-after-after-after-after-after-after-after-after-after")
		before := bytes.Clone(buffer)
		got, err := o.app(buffer[:7:7], "user 7")
		require.NoError(t, err)
		require.Equal(t, before, buffer, "appending must not write behind the capacity")
		require.Equal(t, "before|", string(got[:7]))
		_, err = o.open(string(got[7:]))
		require.NoError(t, err)
		got, err = o.app(buffer[:7], strings.Repeat("x", 12289))
		require.Equal(t, token.ErrTooLong, err)
		require.Equal(t, "before|", string(got))
		require.Equal(t, before, buffer)
	}
	for _, o := range openers[chan int](t, exampleConfig()) {
		got, err := o.app([]byte("before"), make(chan int))
		require.ErrorContains(t, err, "token: payload: ")
		require.Equal(t, "before", string(got))
	}
}

func TestOpenedBytesAreTheCallersOwn(t *testing.T) {
	for _, o := range openers[[]byte](t, exampleConfig()) {
		payload := []byte("user 7")
		text, err := o.seal(payload)
		require.NoError(t, err)
		require.Equal(t, "user 7", string(payload))
		a, err := o.open(text)
		require.NoError(t, err)
		clear(a)
		b, err := o.open(text)
		require.NoError(t, err)
		require.Equal(t, "user 7", string(b))
	}
}

func TestSealedHidesThePayload(t *testing.T) {
	sealer, err := token.NewSealer[string](exampleConfig())
	require.NoError(t, err)
	text, err := sealer.Seal("user 7")
	require.NoError(t, err)
	raw, err := base64.RawURLEncoding.DecodeString(text)
	require.NoError(t, err)
	require.NotContains(t, string(raw), "user")
}

// The format of a signed token, put together by hand from what doc.go says.
func TestSignedFormat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := exampleConfig()
		signer, err := token.NewSigner[string](c)
		require.NoError(t, err)
		text, err := signer.Sign("user 7")
		require.NoError(t, err)

		key, err := hkdf.Key(sha256.New, c.Keys[0].Secret, nil, "goconcepts/cookbook token\x01session", 32)
		require.NoError(t, err)
		want := append([]byte{1, 0, 0, 0, 1}, binary.BigEndian.AppendUint64(nil, uint64(time.Now().Add(time.Hour).UnixMilli()))...)
		want = append(want, "user 7"...)
		mac := hmac.New(sha256.New, key)
		mac.Write(want)
		require.Equal(t, base64.RawURLEncoding.EncodeToString(mac.Sum(want)), text)
		// Never to change: tokens of an older build must open.
		require.Equal(t, "AQAAAAEAAADcawaagHVzZXIgNzXDRI23Wmrcazww70ec4OqctDV6op5UnoS4wklrqScm", text)
	})
}

// RFC 4231, cases 1, 2 and 6; RFC 5869, case 1: of the functions that the format stands on.
func TestKnownAnswers(t *testing.T) {
	unhex := func(s string) []byte { b, err := hex.DecodeString(s); require.NoError(t, err); return b }
	for _, v := range []struct{ key, data, mac string }{
		{strings.Repeat("0b", 20), hex.EncodeToString([]byte("Hi There")), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
		{hex.EncodeToString([]byte("Jefe")), hex.EncodeToString([]byte("what do ya want for nothing?")), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
		{strings.Repeat("aa", 131), hex.EncodeToString([]byte("Test Using Larger Than Block-Size Key - Hash Key First")), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
	} {
		mac := hmac.New(sha256.New, unhex(v.key))
		mac.Write(unhex(v.data))
		require.Equal(t, v.mac, hex.EncodeToString(mac.Sum(nil)))
	}
	key, err := hkdf.Key(sha256.New, unhex(strings.Repeat("0b", 22)), unhex("000102030405060708090a0b0c"), string(unhex("f0f1f2f3f4f5f6f7f8f9")), 42)
	require.NoError(t, err)
	require.Equal(t, "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865", hex.EncodeToString(key))
}

func TestConfigErrors(t *testing.T) {
	secret := bytes.Repeat([]byte{7}, 32)
	for want, c := range map[string]token.Config{
		"Config.Purpose":                           {Lifetime: time.Hour, Keys: []token.Key{{Secret: secret}}},
		"Config.Lifetime is -1s":                   {Purpose: "p", Lifetime: -time.Second, Keys: []token.Key{{Secret: secret}}},
		"Config.Keys is empty":                     {Purpose: "p", Lifetime: time.Hour},
		"Config.Keys[0].Secret has 0 bytes":        {Purpose: "p", Lifetime: time.Hour, Keys: []token.Key{{}}},
		"Config.Keys[1].Secret has 33 bytes":       {Purpose: "p", Lifetime: time.Hour, Keys: []token.Key{{Secret: secret}, {ID: 1, Secret: append(secret, 1)}}},
		"Config.Keys[1].ID is 0 again":             {Purpose: "p", Lifetime: time.Hour, Keys: []token.Key{{Secret: secret}, {Secret: secret}}},
		"Config.Lifetime is 1µs, want 1ms or more": {Purpose: "p", Lifetime: time.Microsecond, Keys: []token.Key{{Secret: secret}}},
	} {
		_, err := token.NewSigner[string](c)
		require.ErrorContains(t, err, "token: "+want)
		_, err = token.NewSealer[string](c)
		require.ErrorContains(t, err, "token: "+want)
	}
}

func TestConcurrentUse(t *testing.T) {
	for _, o := range openers[string](t, exampleConfig()) {
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				for range 200 {
					payload := strings.Repeat("x", i*10)
					text, err := o.seal(payload)
					if err != nil {
						t.Error(err)
					}
					if got, err := o.open(text); err != nil || got != payload {
						t.Error(got, err)
					}
				}
			})
		}
		group.Wait()
	}
}

// FuzzOpen cuts something out of a genuine token and puts something in.
func FuzzOpen(f *testing.F) {
	f.Add("signed", "user 7", uint16(5), uint8(1), "A")
	f.Add("sealed", "user 7", uint16(60), uint8(0), "\n")
	f.Add("signed", "", uint16(0), uint8(255), "")
	f.Add("sealed", "", uint16(0), uint8(0), "")
	of := openers[string](f, exampleConfig())
	f.Fuzz(func(t *testing.T, kind, payload string, at uint16, out uint8, in string) {
		o, ok := of[kind]
		if !ok {
			o = of["signed"]
		}
		text, err := o.seal(payload)
		if err != nil {
			require.Equal(t, token.ErrTooLong, err)
			return
		}
		start := int(at) % (len(text) + 1)
		altered := text[:start] + in + text[min(len(text), start+int(out)):]
		got, err := o.open(altered)
		if altered == text {
			require.NoError(t, err)
			require.Equal(t, payload, got)
			return
		}
		require.Equal(t, token.ErrForged, err, "%q for %q", altered, text)
		require.Empty(t, got)
		_, err = o.open(in)
		require.Equal(t, token.ErrForged, err)
	})
}

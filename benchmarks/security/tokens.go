package security

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// tokens makes and opens tokens that carry a string, for a purpose and a lifetime.
type tokens struct {
	make    func(string) (string, error)
	open    func(string) (string, error)
	expired func(error) bool // nil where the library does not tell
}

type newTokens func(purpose string, lifetime time.Duration) (tokens, error)

func tokenPeers() map[string]newTokens {
	return map[string]newTokens{
		harness.Ours:                      ourSealer,
		"github.com/gorilla/securecookie": secureCookie,
		"github.com/golang-jwt/jwt/v5":    jwtTokens,
		"aidanwoods.dev/go-paseto":        pasetoTokens,
	}
}

func tokenJobs() []harness.Job {
	append0 := harness.Job{Name: "make a sealed token, appended to a buffer", Unit: "token", Contestants: []harness.Contestant{
		contestant(harness.Ours, ourAppend), contestant(harness.HandWritten, func() (func() error, error) {
			seal, _ := gcmByHand()
			buffer := make([]byte, 0, 512)
			return func() error { buffer = seal(buffer[:0], sessionID); return nil }, nil
		}),
	}}
	signed := harness.Job{Name: "make a signed token, appended to a buffer", Unit: "token", Contestants: []harness.Contestant{contestant(harness.Ours, ourAppendSigned)}}
	made := harness.Job{Name: "make a token", Unit: "token"}
	opened := harness.Job{Name: "open a token", Unit: "token", Contestants: []harness.Contestant{contestant(harness.HandWritten, func() (func() error, error) {
		seal, open := gcmByHand()
		text := string(seal(nil, sessionID))
		return func() error { return same(open(text)) }, nil
	})}}
	peers := tokenPeers()
	for _, library := range sorted(peers) {
		made.Contestants = append(made.Contestants, contestant(library, func() (func() error, error) {
			t, err := peers[library]("session", time.Hour)
			return func() error { _, err := t.make(sessionID); return err }, err
		}))
		opened.Contestants = append(opened.Contestants, opening(library, peers[library]))
	}
	verified := harness.Job{Name: "verify a signed token", Unit: "token", Contestants: []harness.Contestant{opening(harness.Ours, ourSigner)}}
	return []harness.Job{append0, signed, made, opened, verified}
}

func opening(library string, with newTokens) harness.Contestant {
	return contestant(library, func() (func() error, error) {
		t, err := with("session", time.Hour)
		if err != nil {
			return nil, err
		}
		text, err := t.make(sessionID)
		return func() error { return same(t.open(text)) }, err
	})
}

func same(got string, err error) error {
	if err == nil && got != sessionID {
		err = errors.New("another payload")
	}
	return err
}

// gcmByHand is what one would write without thinking of purposes, lifetimes and rotation.
func gcmByHand() (seal func([]byte, string) []byte, open func(string) (string, error)) {
	block, _ := aes.NewCipher(tokenKey)
	aead, _ := cipher.NewGCMWithRandomNonce(block)
	b64 := base64.RawURLEncoding
	seal = func(dst []byte, s string) []byte {
		return b64.AppendEncode(dst, aead.Seal(nil, nil, []byte(s), nil))
	}
	open = func(text string) (string, error) {
		raw, err := b64.DecodeString(text)
		if err != nil {
			return "", err
		}
		b, err := aead.Open(nil, nil, raw, nil)
		return string(b), err
	}
	return seal, open
}

func tokenRows() []harness.Row {
	peers := tokenPeers()
	tells := map[string]newTokens{}
	for library, with := range peers {
		if t, err := with("session", time.Hour); err == nil && t.expired != nil {
			tells[library] = with
		}
	}
	return []harness.Row{
		row("no altered string opens: each byte changed, left out, put in", peers, noneAltered),
		row("a token of another purpose does not open", peers, func(with newTokens) error {
			a, err := with("confirm address", time.Hour)
			if err != nil {
				return err
			}
			b, err := with("reset password", time.Hour)
			if err != nil {
				return err
			}
			text, err := a.make(sessionID)
			if err != nil {
				return err
			}
			if _, err := b.open(text); err == nil {
				return errors.New("it opens")
			}
			return nil
		}),
		row("an expired token does not open, and is called expired", tells, func(with newTokens) error {
			t, err := with("session", time.Second)
			if err != nil {
				return err
			}
			text, err := t.make(sessionID)
			if err != nil {
				return err
			}
			time.Sleep(2500 * time.Millisecond)
			if _, err = t.open(text); err == nil || !t.expired(err) {
				return fmt.Errorf("%v", err)
			}
			return nil
		}),
	}
}

func noneAltered(with newTokens) error {
	t, err := with("session", time.Hour)
	if err != nil {
		return err
	}
	accepted := 0
	try := func(altered, text string) {
		if altered != text {
			if _, err := t.open(altered); err == nil {
				accepted++
			}
		}
	}
	const alphabet = "\n\r =-_+/.%~AQgwB9"
	for _, payload := range []string{sessionID, sessionID + "a", sessionID + "ab"} {
		text, err := t.make(payload)
		if err != nil {
			return err
		}
		for i := range len(text) + 1 {
			for _, c := range alphabet {
				try(text[:i]+string(c)+text[i:], text)
				if i < len(text) {
					try(text[:i]+string(c)+text[i+1:], text)
				}
			}
			if i < len(text) {
				try(text[:i]+text[i+1:], text)
				try(text[:i]+string(text[i]+1)+text[i+1:], text)
			}
		}
	}
	if accepted > 0 {
		return fmt.Errorf("%d altered strings open", accepted)
	}
	return nil
}

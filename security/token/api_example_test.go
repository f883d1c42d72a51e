package token_test

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/goconcepts/cookbook/security/token"
)

func ExampleRandom() {
	fmt.Println(len(token.Random()))
	// Output: 43
}

func ExampleConfig() {
	_, err := token.NewSigner[string](token.Config{Purpose: "session"})
	fmt.Println(err)
	// Output: token: Config.Lifetime is 0s, want 1ms or more
}

func ExampleKey() {
	_, err := token.NewSealer[string](token.Config{
		Purpose: "session", Lifetime: time.Hour, Keys: []token.Key{{ID: 1, Secret: []byte("a password")}},
	})
	fmt.Println(err)
	// Output: token: Config.Keys[0].Secret has 10 bytes, want 32
}

// exampleConfig has a key that is no secret.
func exampleConfig() token.Config {
	return token.Config{
		Purpose: "session", Lifetime: time.Hour,
		Keys: []token.Key{{ID: 1, Secret: bytes.Repeat([]byte{7}, token.KeySize)}},
	}
}

// Any type that JSON knows can be the payload.
func ExampleSigner() {
	type session struct {
		User  int
		Admin bool
	}
	signer, err := token.NewSigner[session](exampleConfig())
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := signer.Sign(session{User: 7})
	fmt.Println(err)
	fmt.Println(signer.Verify(text))
	// Output:
	// <nil>
	// {7 false} <nil>
}

func ExampleNewSigner() {
	signer, err := token.NewSigner[string](exampleConfig())
	fmt.Println(signer != nil, err)
	// Output: true <nil>
}

func ExampleSigner_Sign() {
	signer, err := token.NewSigner[string](exampleConfig())
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := signer.Sign("user 7")
	fmt.Println(len(text), err)
	// Output: 68 <nil>
}

func ExampleSigner_Append() {
	signer, err := token.NewSigner[string](exampleConfig())
	if err != nil {
		fmt.Println(err)
		return
	}
	cookie, err := signer.Append([]byte("session="), "user 7")
	fmt.Println(string(cookie[:13]), err)
	// Output: session=AQAAA <nil>
}

func ExampleSigner_Verify() {
	signer, err := token.NewSigner[string](exampleConfig())
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = signer.Verify("made up")
	fmt.Println(errors.Is(err, token.ErrForged))
	// Output: true
}

func ExampleSealer() {
	sealer, err := token.NewSealer[time.Duration](exampleConfig())
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := sealer.Seal(time.Minute)
	fmt.Println(err)
	fmt.Println(sealer.Open(text))
	// Output:
	// <nil>
	// 1m0s <nil>
}

func ExampleNewSealer() {
	_, err := token.NewSealer[string](token.Config{})
	fmt.Println(err)
	// Output: token: Config.Purpose is empty, want a text
}

func ExampleSealer_Seal() {
	sealer, err := token.NewSealer[string](exampleConfig())
	if err != nil {
		fmt.Println(err)
		return
	}
	a, _ := sealer.Seal("user 7")
	b, _ := sealer.Seal("user 7")
	fmt.Println(len(a) == len(b), a == b)
	// Output: true false
}

func ExampleSealer_Append() {
	sealer, err := token.NewSealer[string](exampleConfig())
	if err != nil {
		fmt.Println(err)
		return
	}
	dst := make([]byte, 0, 256)
	dst, err = sealer.Append(dst, "user 7")
	fmt.Println(len(dst), err)
	// Output: 63 <nil>
}

func ExampleSealer_Open() {
	sealer, err := token.NewSealer[string](exampleConfig())
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = sealer.Open("")
	fmt.Println(err)
	// Output: token: forged
}

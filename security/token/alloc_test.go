// Under the race detector a sync.Pool drops what it is given at random.

//go:build !race

package token_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The payload of a session: an id of 43 characters.
const payload = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"

func TestAppendAllocatesNothing(t *testing.T) {
	buffer := make([]byte, 0, 512)
	for name, o := range openers[string](t, exampleConfig()) {
		n := testing.AllocsPerRun(1000, func() {
			if _, err := o.app(buffer, payload); err != nil {
				panic(err)
			}
		})
		require.Zero(t, n, name)
	}
	bytes := []byte(payload)
	for name, o := range openers[[]byte](t, exampleConfig()) {
		n := testing.AllocsPerRun(1000, func() {
			if _, err := o.app(buffer, bytes); err != nil {
				panic(err)
			}
		})
		require.Zero(t, n, name)
	}
}

func TestOpenAllocatesThePayload(t *testing.T) {
	for name, o := range openers[string](t, exampleConfig()) {
		text, err := o.seal(payload)
		require.NoError(t, err)
		n := testing.AllocsPerRun(1000, func() {
			if _, err := o.open(text); err != nil {
				panic(err)
			}
		})
		require.LessOrEqual(t, n, 1.0, name)
	}
}

func BenchmarkAppend(b *testing.B) {
	buffer := make([]byte, 0, 512)
	for name, o := range openers[string](b, exampleConfig()) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := o.app(buffer, payload); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	for name, o := range openers[string](b, exampleConfig()) {
		text, err := o.seal(payload)
		require.NoError(b, err)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := o.open(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

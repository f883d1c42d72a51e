package security

import (
	"fmt"
	"log/slog"
)

// redacted is what every printer and encoder gets to see of a Secret.
const redacted = "[REDACTED]"

// Secret holds a value that must not be printed, logged or encoded by accident.
// Every verb of [fmt] that prints values, [log/slog] as text and JSON, [encoding/json] in both
// versions, XML, gob, templates and error messages show "[REDACTED]" in its place, at
// any depth of structs, maps, slices and pointers. In an unexported field, where
// fmt cannot call methods, and in a dump by reflection, an address stands there.
// [Secret.Reveal] is the one way to the value, and easy to search a program for.
//
// The zero Secret holds the zero T. A Secret may be copied and used by several
// goroutines; copies share the value. It cannot be compared with ==, nor be the key of
// a map: use [crypto/subtle.ConstantTimeCompare] on what Reveal returns. It does not
// decode: a redacted document that was read back would be a wrong secret.
//
// A Secret does not hide the value from a debugger, a core dump or swap, and does
// not erase it.
type Secret[T any] struct {
	reveal func() T // A closure: no reflection reaches what it holds.
}

// NewSecret returns a Secret that holds value. It allocates a closure.
func NewSecret[T any](value T) Secret[T] {
	return Secret[T]{reveal: func() T { return value }}
}

// Reveal returns the value itself; a slice or map is shared, not copied. Call it
// where the value is used, and keep no copy of the result.
func (s Secret[T]) Reveal() T {
	if s.reveal == nil {
		var zero T
		return zero
	}
	return s.reveal()
}

// String returns "[REDACTED]".
func (Secret[T]) String() string { return redacted }

// Format writes "[REDACTED]" for every verb, flag and width.
func (Secret[T]) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// LogValue returns "[REDACTED]" as a string, for [log/slog].
func (Secret[T]) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText returns "[REDACTED]"; encoders of XML, YAML and of map keys use it.
func (Secret[T]) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// MarshalJSON returns "[REDACTED]" as a JSON string.
func (Secret[T]) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// GobEncode returns "[REDACTED]" as bytes; there is no way to decode them.
func (Secret[T]) GobEncode() ([]byte, error) { return []byte(redacted), nil }

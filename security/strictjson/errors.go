package strictjson

import (
	"errors"
	"fmt"
)

// The kinds of refusal. Each error of decoding is an [*Error] that wraps one of them.
var (
	ErrSyntax    = errors.New("strictjson: syntax error")                                   // No JSON by RFC 8259.
	ErrUTF8      = errors.New("strictjson: invalid UTF-8 or lone surrogate")                // In a string.
	ErrTrailing  = errors.New("strictjson: data after the value")                           // Other than white space.
	ErrUnknown   = errors.New("strictjson: unknown member")                                 // The type has no such field.
	ErrDuplicate = errors.New("strictjson: duplicate member")                               // Or a twin in upper and lower case.
	ErrMissing   = errors.New("strictjson: missing member")                                 // A required field.
	ErrNull      = errors.New("strictjson: null where there is no pointer")                 // Nor the type any.
	ErrNumber    = errors.New("strictjson: number that does not fit exactly")               // Overflow, fraction, lost digits.
	ErrValue     = errors.New("strictjson: value of the wrong kind")                        // A string for a number, or refused by the type's own method.
	ErrLimit     = errors.New("strictjson: more than the limits allow")                     // See Limits.
	ErrVariant   = errors.New("strictjson: type that is not listed")                        // In a Union.
	ErrType      = errors.New("strictjson: Go type that cannot be decoded by strict rules") // A mistake in the program.
)

// Error says what was refused and where. It holds nothing of the input: in the pointer
// stand names of struct fields, indexes of arrays, and * for keys of maps.
type Error struct {
	Err     error  // One of the kinds above.
	Pointer string // JSON pointer (RFC 6901) to the value, or to the object with the member.
	Offset  int64  // In bytes from the start of the text.
}

// Error returns the kind, the pointer and the offset.
func (e *Error) Error() string {
	return fmt.Sprintf("%v at %q, byte %d", e.Err, e.Pointer, e.Offset)
}

// Unwrap returns the kind.
func (e *Error) Unwrap() error { return e.Err }

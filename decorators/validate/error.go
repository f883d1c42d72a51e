package validate

import "errors"

var (
	// ErrInvalid is found in the error of a value that breaks a rule.
	ErrInvalid = errors.New("validate: invalid value")
	// ErrUnset is found in the error of reading an attribute that has no value.
	ErrUnset = errors.New("validate: not set")
	// ErrTag is found in the error of a struct tag that cannot be read.
	ErrTag = errors.New("validate: bad tag")
)

// Error is a value that breaks a rule. It names the field, the value's type and
// the rule, and not the value, which may be a secret. It is [ErrInvalid] to [errors.Is].
type Error struct {
	Field string // the name, a path such as "Home.City" inside of structs
	Type  string // the type of the value
	Rule  string // the rule's words: "in 0..120"
}

// Error reads "validate: age: int is not in 0..120".
func (e *Error) Error() string {
	return "validate: " + e.Field + ": " + e.Type + " is not " + e.Rule
}

// Is reports whether target is [ErrInvalid].
func (e *Error) Is(target error) bool { return target == ErrInvalid }

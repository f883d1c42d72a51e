package validate

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
)

// Attr is an attribute that can hold only what its rules allow: there is no way
// past them from another package, by assignment to a field, by JSON or by text.
// Make one with [NewAttr]. The zero Attr has no name and no rules: it holds
// nothing and refuses every value.
//
// Keep an Attr in an unexported field, or a user can put another Attr, with
// other rules, in its place. A copy is independent. An Attr may be read by many
// goroutines, or set by one.
type Attr[T any] struct {
	kind  *kind[T]
	value T
	set   bool
}

// kind is what all copies of an Attr share; it does not change.
type kind[T any] struct {
	name  string
	rules []Rule[T]
}

// NewAttr returns an Attr without a value. A value must pass all rules; without
// rules every value of the type passes. The name is for errors.
func NewAttr[T any](name string, rules ...Rule[T]) Attr[T] {
	return Attr[T]{kind: &kind[T]{name, append([]Rule[T](nil), rules...)}}
}

// Set sets the value if it passes the rules; otherwise it keeps the old one, and
// the error is an [*Error]. It allocates only for an error.
func (a *Attr[T]) Set(v T) error {
	if a.kind == nil {
		return &Error{Field: "attribute", Type: typeName[T](), Rule: Rule[T]{}.String()}
	}
	for i := range a.kind.rules {
		if !a.kind.rules[i].Valid(v) {
			return &Error{Field: a.kind.name, Type: typeName[T](), Rule: a.kind.rules[i].String()}
		}
	}
	a.value, a.set = v, true
	return nil
}

// Get returns the value. If none was set, it is T's zero value, and the error is [ErrUnset].
func (a *Attr[T]) Get() (T, error) {
	if !a.set {
		name := "attribute"
		if a.kind != nil {
			name = a.kind.name
		}
		return a.value, fmt.Errorf("%w: %s", ErrUnset, name)
	}
	return a.value, nil
}

// IsZero reports that no value was set, for the json option omitzero.
func (a *Attr[T]) IsZero() bool { return !a.set }

// MarshalJSON writes the value, null if there is none.
func (a Attr[T]) MarshalJSON() ([]byte, error) {
	if !a.set {
		return []byte("null"), nil
	}
	return json.Marshal(a.value)
}

// UnmarshalJSON decodes a T and sets it by the rules. A null leaves the Attr as
// it is, as package json has it.
func (a *Attr[T]) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	return a.Set(v)
}

// MarshalText writes a string as it is and another T by its own MarshalText; a T
// without one is an error. Without a value it is [ErrUnset].
func (a Attr[T]) MarshalText() ([]byte, error) {
	v, err := a.Get()
	if err != nil {
		return nil, err
	}
	switch v := any(v).(type) {
	case string:
		return []byte(v), nil
	case encoding.TextMarshaler:
		return v.MarshalText()
	}
	return nil, fmt.Errorf("validate: %s: %s has no text form", a.kind.name, typeName[T]())
}

// UnmarshalText is the counterpart of MarshalText and sets by the rules.
func (a *Attr[T]) UnmarshalText(text []byte) error {
	var v T
	switch p := any(&v).(type) {
	case *string:
		*p = string(text)
	case encoding.TextUnmarshaler:
		if err := p.UnmarshalText(text); err != nil {
			return err
		}
	default:
		return fmt.Errorf("validate: %s has no text form", typeName[T]())
	}
	return a.Set(v)
}

func typeName[T any]() string { return reflect.TypeFor[T]().String() }

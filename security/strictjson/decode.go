package strictjson

import (
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Decode returns the T that data says. On an error, an [*Error] if the data is at fault,
// it returns the zero T. The result shares nothing with data. It is safe for several
// goroutines; the time is linear in the length of data, times the depth where unions nest.
func Decode[T any](data []byte, o *Options) (T, error) {
	var v, zero T
	limits, err := o.limits()
	if err != nil {
		return zero, err
	}
	var unions []Variants
	if o != nil {
		unions = o.Unions
	}
	p, err := planOf(reflect.TypeFor[T](), unions)
	if err != nil {
		return zero, err
	}
	if len(data) > limits.Bytes {
		return zero, &Error{ErrLimit, "", int64(limits.Bytes)}
	}
	s := scanner{data: data, limits: limits}
	if err := s.document(p); err != nil {
		return zero, err
	}
	if err := fill(data, &v, unions); err != nil {
		return zero, &Error{ErrValue, s.pointerAt(p, err), offset(err)}
	}
	return v, nil
}

// Read reads all of r, at most max bytes, and decodes it. A longer input is an [ErrLimit];
// no more than max+1 bytes are taken from r. An error of r is returned as it is. The limit
// on bytes in Options does not count.
func Read[T any](r io.Reader, max int, o *Options) (T, error) {
	var zero T
	if max < 1 || max > 1<<30 {
		return zero, fmt.Errorf("strictjson: Read: max is %d, want 1 to %d", max, 1<<30)
	}
	data, err := io.ReadAll(io.LimitReader(r, int64(max)+1))
	if err != nil {
		return zero, err
	}
	var own Options
	if o != nil {
		own = *o
	}
	own.Limits.Bytes = max
	return Decode[T](data, &own)
}

// fill decodes what was found to be in order. The rules of encoding/json/v2 are strict
// themselves (duplicates, UTF-8, names), and hold once more.
func fill(data []byte, v any, unions []Variants) error {
	if len(unions) == 0 {
		return json.Unmarshal(data, v, json.RejectUnknownMembers(true))
	}
	// The member that names a variant is no field of its type, so unknown members are let
	// through here: the scanner has refused all others.
	of := make([]*json.Unmarshalers, len(unions))
	for i, u := range unions {
		of[i] = u.unmarshalers()
	}
	return json.Unmarshal(data, v, json.WithUnmarshalers(json.JoinUnmarshalers(of...)))
}

func offset(err error) int64 {
	if e, ok := errors.AsType[*json.SemanticError](err); ok {
		return e.ByteOffset
	}
	if e, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return e.ByteOffset
	}
	return 0
}

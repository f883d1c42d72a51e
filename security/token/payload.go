package token

import (
	"encoding"
	"encoding/json"
	"fmt"
)

// appendPayload appends the bytes of v. Each kind has its own conversion to any, so that
// a string or []byte does not escape with the others.
func appendPayload[T any](dst []byte, v T) ([]byte, error) {
	start := len(dst)
	if s, ok := any(v).(string); ok {
		dst = append(dst, s...)
	} else if b, ok := any(v).([]byte); ok {
		dst = append(dst, b...)
	} else {
		var err error
		if dst, err = appendOther(dst, v); err != nil {
			return nil, fmt.Errorf("token: payload: %w", err)
		}
	}
	if len(dst)-start > maxPayload {
		return nil, ErrTooLong
	}
	return dst, nil
}

func appendOther[T any](dst []byte, v T) ([]byte, error) {
	if isBinary[T]() {
		return any(v).(encoding.BinaryAppender).AppendBinary(dst)
	}
	b, err := json.Marshal(v)
	return append(dst, b...), err
}

// isBinary reports whether T makes and reads a binary form of itself.
func isBinary[T any]() bool {
	var v T
	_, appends := any(v).(encoding.BinaryAppender)
	_, reads := any(&v).(encoding.BinaryUnmarshaler)
	return appends && reads
}

// parsePayload returns a value that shares nothing with b.
func parsePayload[T any](b []byte) (T, error) {
	var v T
	switch p := any(&v).(type) {
	case *string:
		*p = string(b)
	case *[]byte:
		*p = append([]byte{}, b...)
	default:
		return parseOther[T](b)
	}
	return v, nil
}

func parseOther[T any](b []byte) (T, error) {
	var v, zero T
	var err error
	if isBinary[T]() {
		err = any(&v).(encoding.BinaryUnmarshaler).UnmarshalBinary(b)
	} else {
		err = json.Unmarshal(b, &v)
	}
	if err != nil {
		return zero, ErrForged // The payload is of another type; its text is nobody's business.
	}
	return v, nil
}

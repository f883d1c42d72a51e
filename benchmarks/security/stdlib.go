package security

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// stdlibJSON is encoding/json with unknown members and trailing data refused.
func stdlibJSON() decoder {
	return decoder{
		orders: func(b []byte) (orders []order, err error) {
			err = stdlibStrict(b, &orders)
			return orders, err
		},
		any: func(b []byte) (v any, err error) {
			err = stdlibStrict(b, &v)
			return v, err
		},
	}
}

func stdlibStrict(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("trailing data")
	}
	return nil
}

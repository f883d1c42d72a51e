package security

import (
	"bytes"
	"errors"
	"io"

	"github.com/goccy/go-json"
)

func goccyJSON() decoder {
	strict := func(b []byte, v any) error {
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
	return decoder{
		orders: func(b []byte) (orders []order, err error) { err = strict(b, &orders); return orders, err },
		any:    func(b []byte) (v any, err error) { err = strict(b, &v); return v, err },
	}
}

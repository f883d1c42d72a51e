package security

import (
	"errors"

	"github.com/segmentio/encoding/json"
)

// segmentioJSON uses Parse, the form with flags; it returns what is left.
func segmentioJSON() decoder {
	strict := func(b []byte, v any) error {
		rest, err := json.Parse(b, v, json.DisallowUnknownFields|json.DontMatchCaseInsensitiveStructFields)
		if err == nil && len(rest) > 0 {
			err = errors.New("trailing data")
		}
		return err
	}
	return decoder{
		orders: func(b []byte) (orders []order, err error) { err = strict(b, &orders); return orders, err },
		any:    func(b []byte) (v any, err error) { err = strict(b, &v); return v, err },
	}
}

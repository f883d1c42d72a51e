package sqlite

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// array returns a slice of keys as a JSON array.
func array(keys any) (string, error) {
	v := reflect.ValueOf(keys)
	if v.Kind() != reflect.Slice {
		return "", fmt.Errorf("sqlite: keys: %T is no slice", keys)
	}
	out := make([]byte, 0, 8*v.Len()+2)
	out = append(out, '[')
	var err error
	for i := range v.Len() {
		if i > 0 {
			out = append(out, ',')
		}
		if out, err = appendKey(out, v.Index(i)); err != nil {
			return "", err
		}
	}
	return string(append(out, ']')), nil
}

// appendKey writes one key so that json_each gives back the same value.
func appendKey(out []byte, key reflect.Value) ([]byte, error) {
	switch key.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.AppendInt(out, key.Int(), 10), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		if key.Uint() > math.MaxInt64 {
			return nil, fmt.Errorf("sqlite: keys: %d is more than an INTEGER holds", key.Uint())
		}
		return strconv.AppendUint(out, key.Uint(), 10), nil
	case reflect.String:
		s := key.String()
		if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			return nil, fmt.Errorf("sqlite: keys: %q cannot be in a JSON array: it is not UTF-8 or has a zero byte", s)
		}
		quoted, err := json.Marshal(s)
		return append(out, quoted...), err
	default:
		return nil, fmt.Errorf("sqlite: keys: %s is neither an integer nor a string", key.Type())
	}
}

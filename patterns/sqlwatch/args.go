package sqlwatch

import (
	"database/sql/driver"
	"hash/maphash"
	"math"
	"math/bits"
	"reflect"
	"time"
)

// seed makes hashes that nobody outside can foresee. They never leave the process.
var seed = maphash.MakeSeed()

// fingerprint hashes an argument: equal values have equal hashes, whatever of the
// types of [driver.Value] they have. It keeps nothing of the value and, maps excepted, allocates nothing.
func fingerprint(value driver.Value) uint64 {
	switch v := value.(type) {
	case nil:
		return mix(0, 'n')
	case int64:
		return mix(uint64(v), 'i')
	case float64:
		return mix(math.Float64bits(v), 'f')
	case bool:
		if v {
			return mix(1, 'b')
		}
		return mix(0, 'b')
	case string:
		return mix(maphash.String(seed, v), 's')
	case []byte:
		return mix(maphash.Bytes(seed, v), 'B')
	case time.Time:
		return mix(mix(uint64(v.Unix()), 't')^uint64(v.Nanosecond()), 't')
	default:
		return deep(reflect.ValueOf(v), 8)
	}
}

// deep is fingerprint for what a driver's own check lets through: an int, an array, a
// pointer. It calls no method of the value, and looks so many levels into it.
func deep(v reflect.Value, levels int) uint64 {
	switch {
	case !v.IsValid():
		return fingerprint(nil)
	case levels == 0:
		return mix(0, '.')
	case v.CanInt():
		return mix(uint64(v.Int()), 'i')
	case v.CanUint():
		return mix(v.Uint(), 'i')
	case v.CanFloat():
		return mix(math.Float64bits(v.Float()), 'f')
	}
	switch v.Kind() {
	case reflect.Bool:
		return fingerprint(v.Bool())
	case reflect.String:
		return fingerprint(v.String())
	case reflect.Pointer, reflect.Interface:
		return deep(v.Elem(), levels-1)
	case reflect.Slice, reflect.Array:
		h := mix(uint64(v.Len()), 'l')
		for i := range v.Len() {
			h = mix(h^deep(v.Index(i), levels-1), 'l')
		}
		return h
	case reflect.Struct:
		h := uint64(v.NumField())
		for _, field := range v.Fields() {
			h = mix(h^deep(field, levels-1), 'r')
		}
		return h
	case reflect.Map:
		h := uint64(v.Len())
		for entries := v.MapRange(); entries.Next(); { // in any order
			h += mix(deep(entries.Key(), levels-1), 'm') ^ deep(entries.Value(), levels-1)
		}
		return h
	default: // a channel or function, which no driver takes
		return mix(0, '?')
	}
}

// mix spreads x, so that values that are near have hashes that are not.
func mix(x, kind uint64) uint64 {
	high, low := bits.Mul64(x^kind<<56^0x9e3779b97f4a7c15, 0xd6e8feb86659fd93)
	return high ^ low
}

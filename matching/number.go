package matching

import (
	"cmp"
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"strings"
)

// A number is a value of any numeric type in one canonical form, so that two
// numbers are equal by value exactly when their forms are equal with ==, whatever
// types they came from. NaN has no form.
type number struct {
	form numberForm
	i    int64   // for integer
	u    uint64  // for large: above math.MaxInt64
	f    float64 // for real: not an integer, or one beyond 64 bits
	tail int8    // for real: the sign of (exact value - f), for decimal texts beyond 64 bits
}

type numberForm uint8

const (
	integer numberForm = iota
	large
	real
)

func intNumber(i int64) number { return number{form: integer, i: i} }

func uintNumber(u uint64) number {
	if u <= math.MaxInt64 {
		return intNumber(int64(u))
	}
	return number{form: large, u: u}
}

// floatNumber reports false for NaN.
func floatNumber(f float64) (number, bool) {
	switch {
	case f != f:
		return number{}, false
	case f != math.Trunc(f), f < -1<<63, f >= 1<<64:
		return number{form: real, f: f}, true
	case f < 1<<63:
		return intNumber(int64(f)), true
	}
	return number{form: large, u: uint64(f)}, true
}

// numberOf returns the number that v holds. It reports false when v is no number or NaN.
func numberOf(v any) (number, bool) {
	switch v := v.(type) {
	case float64:
		return floatNumber(v)
	case int:
		return intNumber(int64(v)), true
	case int64:
		return intNumber(v), true
	case json.Number:
		return textNumber(string(v))
	case nil, string, bool, map[string]any, []any:
		return number{}, false
	}
	return reflectNumber(reflect.ValueOf(v))
}

func reflectNumber(v reflect.Value) (number, bool) {
	switch {
	case v.CanInt():
		return intNumber(v.Int()), true
	case v.CanUint() && v.Kind() != reflect.Uintptr:
		return uintNumber(v.Uint()), true
	case v.CanFloat():
		return floatNumber(v.Float())
	}
	return number{}, false
}

// textNumber reads a number as JSON writes it. Integers are exact, however long.
// A text with a fraction or an exponent is exact while it is an integer of at most
// 64 bits, and else the nearest float64, as every decoder takes it.
func textNumber(s string) (number, bool) {
	plain, ok := numberSyntax(s)
	if !ok {
		return number{}, false
	}
	if i, err := strconv.ParseInt(s, 10, 64); err == nil {
		return intNumber(i), true
	}
	if u, err := strconv.ParseUint(s, 10, 64); err == nil {
		return uintNumber(u), true
	}
	f, err := strconv.ParseFloat(s, 64)
	if errors.Is(err, strconv.ErrRange) { // Beyond every float64, and yet finite.
		return number{form: real, f: f, tail: int8(-cmp.Compare(f, 0))}, true
	}
	if plain {
		exact, _ := new(big.Int).SetString(s, 10)
		nearest, _ := big.NewFloat(f).Int(nil)
		return number{form: real, f: f, tail: int8(exact.Cmp(nearest))}, true
	}
	if exact, ok := exactInteger(s, f); ok {
		return exact, true
	}
	return floatNumber(f)
}

// exactInteger rereads a text whose nearest float64 may be another integer.
func exactInteger(s string, f float64) (number, bool) {
	const most = 64 // Longer texts and exponents would cost more than they are worth.
	if math.Abs(f) < 1<<53 || math.Abs(f) > 1<<64 || len(s) > most {
		return number{}, false
	}
	if _, exp, ok := strings.Cut(strings.ToLower(s), "e"); ok {
		if e, err := strconv.Atoi(exp); err != nil || max(e, -e) > most {
			return number{}, false
		}
	}
	r, ok := new(big.Rat).SetString(s)
	switch {
	case !ok || !r.IsInt():
		return number{}, false
	case r.Num().IsInt64():
		return intNumber(r.Num().Int64()), true
	case r.Num().IsUint64():
		return uintNumber(r.Num().Uint64()), true
	}
	return number{}, false
}

// numberSyntax tells whether s is a number of JSON (RFC 8259, section 6), and
// whether it is digits alone.
func numberSyntax(s string) (plain, ok bool) {
	rest := strings.TrimPrefix(s, "-")
	whole := digits(rest)
	if whole == 0 || whole > 1 && rest[0] == '0' {
		return false, false
	}
	rest = rest[whole:]
	plain = rest == ""
	if strings.HasPrefix(rest, ".") {
		n := digits(rest[1:])
		if n == 0 {
			return false, false
		}
		rest = rest[1+n:]
	}
	if rest != "" && (rest[0] == 'e' || rest[0] == 'E') {
		rest = rest[1:]
		if rest != "" && (rest[0] == '+' || rest[0] == '-') {
			rest = rest[1:]
		}
		n := digits(rest)
		if n == 0 {
			return false, false
		}
		rest = rest[n:]
	}
	return plain, rest == ""
}

// digits counts the decimal digits at the start of s.
func digits(s string) int {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return i
		}
	}
	return len(s)
}

// isInt tells whether n is a whole number.
func (n number) isInt() bool {
	return n.form != real || n.f == math.Trunc(n.f) && (n.tail != 0 || !math.IsInf(n.f, 0))
}

// compare orders numbers by value.
func (n number) compare(m number) int {
	switch {
	case n.form == real && m.form == real:
		return cmp.Or(cmp.Compare(n.f, m.f), cmp.Compare(n.tail, m.tail))
	case m.form == real:
		return n.compareReal(m.f)
	case n.form == real:
		return -m.compareReal(n.f)
	case n.form != m.form:
		return cmp.Compare(n.form, m.form) // Each large number is above each integer.
	}
	return cmp.Or(cmp.Compare(n.i, m.i), cmp.Compare(n.u, m.u))
}

// compareReal compares a whole number of 64 bits with f, which is none of these.
func (n number) compareReal(f float64) int {
	switch {
	case f >= 1<<64:
		return -1
	case f <= -1<<63: // -2^63 itself would be an integer: the exact value is below.
		return +1
	case n.form == large:
		return +1 // A fraction is below 2^53.
	case n.i <= int64(math.Floor(f)):
		return -1
	}
	return +1
}

// float returns n as a float64, and whether that is exact.
func (n number) float() (float64, bool) {
	switch n.form {
	case integer:
		f := float64(n.i)
		return f, f < 1<<63 && int64(f) == n.i
	case large:
		f := float64(n.u)
		return f, f < 1<<64 && uint64(f) == n.u
	}
	return n.f, n.tail == 0
}

// value returns n in a Go type that holds it.
func (n number) value() any {
	switch n.form {
	case integer:
		return n.i
	case large:
		return n.u
	}
	return n.f
}

func (n number) String() string {
	switch n.form {
	case integer:
		return strconv.FormatInt(n.i, 10)
	case large:
		return strconv.FormatUint(n.u, 10)
	}
	return strconv.FormatFloat(n.f, 'g', -1, 64)
}

package strictjson

import (
	"math"
	"strconv"
	"strings"
)

// number checks the number at pos: its grammar, its length, and that the type holds it.
func (s *scanner) number(p *plan) error {
	start, i := s.pos, s.pos
	digits := func() (n int) {
		for i < len(s.data) && s.data[i]-'0' <= 9 {
			i++
			n++
		}
		return n
	}
	if s.data[i] == '-' {
		i++
	}
	first := i
	whole := digits()
	if whole == 0 || whole > 1 && s.data[first] == '0' {
		return s.fail(ErrSyntax, start)
	}
	fraction, exponent := 0, 0
	if i < len(s.data) && s.data[i] == '.' {
		i++
		if fraction = digits(); fraction == 0 {
			return s.fail(ErrSyntax, start)
		}
	}
	if i < len(s.data) && s.data[i]|0x20 == 'e' {
		i++
		if i < len(s.data) && (s.data[i] == '+' || s.data[i] == '-') {
			i++
		}
		if exponent = digits(); exponent == 0 {
			return s.fail(ErrSyntax, start)
		}
	}
	if whole+fraction+exponent > s.limits.Digits {
		return s.fail(ErrLimit, start)
	}
	if kind := p.takesNumber(s.data[start:i], whole+fraction, exponent, fraction+exponent == 0); kind != nil {
		return s.fail(kind, start)
	}
	s.pos = i
	return nil
}

// takesNumber tells why a number is none for the plan. The significand and the exponent
// have that many digits.
func (p *plan) takesNumber(text []byte, significand, exponent int, integer bool) error {
	switch p.shape {
	case shapeInt:
		if !integer || !fitsInt(text, p.bits) {
			return ErrNumber
		}
	case shapeUint:
		if !integer || !fitsUint(text, p.bits) {
			return ErrNumber
		}
	case shapeFloat, shapeAny:
		// Fifteen digits always come back from a float64 as they were, six from a float32.
		if safe := 15; exponent == 0 && significand <= safe && p.bits != 32 || exponent == 0 && significand <= 6 {
			return nil
		}
		bits := 64
		if p.bits == 32 {
			bits = 32
		}
		if !comesBack(string(text), bits) {
			return ErrNumber
		}
	case shapeOpaque:
		if exponent > 4 { // A big number of such an exponent would fill the memory.
			return ErrNumber
		}
	default:
		return ErrValue
	}
	return nil
}

func fitsInt(text []byte, bits int) bool {
	_, err := strconv.ParseInt(string(text), 10, bits)
	return err == nil
}

func fitsUint(text []byte, bits int) bool {
	_, err := strconv.ParseUint(string(text), 10, bits)
	return err == nil
}

// comesBack reports whether the floating-point number nearest to text, written with as few
// digits as tell it from its neighbours, is the same decimal number as text.
func comesBack(text string, bits int) bool {
	f, err := strconv.ParseFloat(text, bits)
	if err != nil || math.IsInf(f, 0) {
		return false
	}
	digits, exponent, ok := decimal(text)
	if !ok {
		return false
	}
	shortest, shortestExponent, _ := decimal(strconv.FormatFloat(f, 'e', -1, bits))
	return digits == shortest && (digits == "" || exponent == shortestExponent)
}

// decimal splits a number into its digits, without zeros at either end, and the exponent of
// the power of ten that they are the fraction of. Zero has no digits. Signs are left out:
// they always come back.
func decimal(text string) (digits string, exponent int, ok bool) {
	text = strings.TrimPrefix(text, "-")
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		var err error
		if exponent, err = strconv.Atoi(text[i+1:]); err != nil || exponent < -1e6 || exponent > 1e6 {
			return "", 0, false
		}
		text = text[:i]
	}
	whole, fraction, _ := strings.Cut(text, ".")
	digits = strings.TrimLeft(whole+fraction, "0")
	exponent += len(whole) - (len(whole) + len(fraction) - len(digits))
	return strings.TrimRight(digits, "0"), exponent, true
}

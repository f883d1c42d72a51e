package strictjson

import "fmt"

// Limits bound a document. Zero fields mean the defaults.
type Limits struct {
	Bytes    int // Of the whole text; 1 MiB.
	Depth    int // Of nested arrays and objects; 32, at most 1000.
	Elements int // All values together; 100000.
	String   int // Bytes between the quotes of a string or a name; 262144.
	Digits   int // Of one number, its exponent's included; 40.
}

// Options are the settings of Decode and Read; nil means none.
type Options struct {
	Limits Limits
	Unions []Variants // For the interface types within the type; up to four.
}

func (o *Options) limits() (Limits, error) {
	l := Limits{Bytes: 1 << 20, Depth: 32, Elements: 100_000, String: 256 << 10, Digits: 40}
	if o == nil {
		return l, nil
	}
	for _, f := range []struct {
		name  string
		given int
		value *int
		limit int
	}{
		{"Bytes", o.Limits.Bytes, &l.Bytes, 1 << 30},
		{"Depth", o.Limits.Depth, &l.Depth, 1000},
		{"Elements", o.Limits.Elements, &l.Elements, 1 << 30},
		{"String", o.Limits.String, &l.String, 1 << 30},
		{"Digits", o.Limits.Digits, &l.Digits, 1 << 30},
	} {
		if f.given < 0 || f.given > f.limit {
			return l, fmt.Errorf("strictjson: Limits.%s is %d, want 0 to %d", f.name, f.given, f.limit)
		}
		if f.given > 0 {
			*f.value = f.given
		}
	}
	return l, nil
}

package strictjson

import "unicode/utf8"

// text checks the string at pos and returns what is between its quotes, and whether there
// are escapes in it.
func (s *scanner) text() (raw []byte, escaped bool, err error) {
	start := s.pos + 1
	i := start
	for {
		for i < len(s.data) && plain[s.data[i]] {
			i++
		}
		if i >= len(s.data) {
			return nil, false, s.fail(ErrSyntax, len(s.data))
		}
		if i-start > s.limits.String {
			return nil, false, s.fail(ErrLimit, s.pos)
		}
		switch c := s.data[i]; {
		case c == '"':
			s.pos = i + 1
			return s.data[start:i], escaped, nil
		case c == '\\':
			n, kind := escape(s.data[i:])
			if kind != nil {
				return nil, false, s.fail(kind, i)
			}
			escaped = true
			i += n
		case c < ' ':
			return nil, false, s.fail(ErrSyntax, i)
		default:
			r, n := utf8.DecodeRune(s.data[i:])
			if r == utf8.RuneError && n == 1 {
				return nil, false, s.fail(ErrUTF8, i)
			}
			i += n
		}
	}
}

// plain tells the bytes that stand for themselves in a string and need no second look.
var plain = func() (table [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		table[c] = c != '"' && c != '\\'
	}
	return table
}()

// escape returns the length of the escape that b begins with: one of \uXXXX may be half of
// a surrogate pair, and the other half has to follow.
func escape(b []byte) (n int, err error) {
	if len(b) < 2 {
		return 0, ErrSyntax
	}
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2, nil
	case 'u':
	default:
		return 0, ErrSyntax
	}
	u, ok := hex4(b[2:])
	switch {
	case !ok:
		return 0, ErrSyntax
	case u < 0xd800 || u > 0xdfff:
		return 6, nil
	case u >= 0xdc00 || len(b) < 8 || b[6] != '\\' || b[7] != 'u':
		return 0, ErrUTF8
	}
	if low, ok := hex4(b[8:]); !ok || low < 0xdc00 || low > 0xdfff {
		return 0, ErrUTF8
	}
	return 12, nil
}

func hex4(b []byte) (u uint32, ok bool) {
	if len(b) < 4 {
		return 0, false
	}
	for _, c := range b[:4] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		u = u<<4 | uint32(c)
	}
	return u, true
}

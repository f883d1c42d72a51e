package sqlwatch

import "strings"

// scanner finds where the tokens of a statement end.
type scanner struct {
	in string
	i  int
}

// blank goes behind white space and comments.
func (s *scanner) blank() {
	for s.i < len(s.in) {
		switch {
		case s.in[s.i] <= ' ':
			s.i++
		case strings.HasPrefix(s.in[s.i:], "--"):
			s.skipTo("\n", 1)
		case strings.HasPrefix(s.in[s.i:], "/*"):
			s.i += 2
			s.skipTo("*/", 2)
		default:
			return
		}
	}
}

// atComment reports whether a comment begins here.
func (s *scanner) atComment() bool {
	return strings.HasPrefix(s.in[s.i:], "--") || strings.HasPrefix(s.in[s.i:], "/*")
}

// joined reports whether the character here belongs to the operator that began at
// start. A sign and a star do not, but for -> and ~*: they stand for themselves.
func (s *scanner) joined(start int) bool {
	text, c := s.in[start:s.i], s.in[s.i]
	switch {
	case text == ":" && c == ':':
		return true
	case !isOperator(c) || !isOperator(text[0]) || text == "*" || text == "::" || s.atComment():
		return false
	case text == "-" || text == "->":
		return c == '>'
	case c == '*':
		return text == "~" || text == "!~"
	case (c == ':' || c == '@') && s.i+1 < len(s.in) && isWord(s.in[s.i+1]):
		return false // a parameter
	default:
		return text != "+" && c != '+' && c != '-'
	}
}

// signed reports whether a sign and a number begin here.
func (s *scanner) signed() bool {
	c := s.in[s.i]
	return (c == '-' || c == '+') && s.digit(s.i+1)
}

// word goes to the end of a name.
func (s *scanner) word() {
	for s.i < len(s.in) && (isWord(s.in[s.i]) || s.in[s.i] == '$') {
		s.i++
	}
}

// number goes behind a number, if one begins here; one with a sign only where no
// operand stands before it.
func (s *scanner) number(sign bool) bool {
	at := s.i
	if sign && s.signed() {
		at++
	}
	if !s.digit(at) {
		return false
	}
	hex := at+1 < len(s.in) && s.in[at] == '0' && s.in[at+1]|0x20 == 'x'
	for s.i = at; s.i < len(s.in) && (isWord(s.in[s.i]) || s.in[s.i] == '.'); s.i++ {
		if !hex && s.in[s.i]|0x20 == 'e' && s.i+2 < len(s.in) && (s.in[s.i+1] == '-' || s.in[s.i+1] == '+') && isDigit(s.in[s.i+2]) {
			s.i++
		}
	}
	return true
}

// digit reports whether a number without a sign begins at i.
func (s *scanner) digit(i int) bool {
	if i < len(s.in) && s.in[i] == '.' {
		i++
	}
	return i < len(s.in) && isDigit(s.in[i])
}

// parameter goes behind ?, ?1, $1, :name or @name, if one begins here.
func (s *scanner) parameter() bool {
	switch c := s.in[s.i]; {
	case c == '?':
	case (c == '$' || c == '@' || c == ':') && s.i+1 < len(s.in) && isWord(s.in[s.i+1]):
	default:
		return false
	}
	for s.i++; s.i < len(s.in) && isWord(s.in[s.i]); {
		s.i++
	}
	return true
}

// quoted goes behind the closing quote; a doubled one stands for itself, and one
// behind a backslash where these escape.
func (s *scanner) quoted(quote byte, backslash bool) {
	for s.i++; s.i < len(s.in); s.i++ {
		switch c := s.in[s.i]; {
		case c == '\\' && backslash:
			s.i++
		case c == quote && s.i+1 < len(s.in) && s.in[s.i+1] == quote:
			s.i++
		case c == quote:
			s.i++
			return
		}
	}
	s.i = len(s.in)
}

// dollarQuote goes behind PostgreSQL's $tag$ ... $tag$, if one begins here.
func (s *scanner) dollarQuote() bool {
	end := s.i + 1
	for end < len(s.in) && isWord(s.in[end]) {
		end++
	}
	if end >= len(s.in) || s.in[end] != '$' || isDigit(s.in[s.i+1]) {
		return false
	}
	tag := s.in[s.i : end+1]
	s.i = end + 1
	s.skipTo(tag, len(tag))
	return true
}

// skipTo goes to the next mark and n bytes further, or to the end.
func (s *scanner) skipTo(mark string, n int) {
	if at := strings.Index(s.in[s.i:], mark); at >= 0 {
		s.i += at + n
		return
	}
	s.i = len(s.in)
}

func isWord(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c >= 0x80
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isOperator(c byte) bool { return strings.IndexByte("+-*/<>=~!@#%^&|:", c) >= 0 }

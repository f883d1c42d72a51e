package sqlwatch

import "strings"

// Shape returns a statement with what differs from call to call folded away, so that
// statements which do the same have one shape: literals and parameters become ?, a
// list of them becomes one ?, comments go, white space is one space, and letters
// outside quoted names are lower case. It reads the text once.
func Shape(query string) string {
	s := shaper{in: query}
	s.out.Grow(len(query))
	for s.i < len(s.in) {
		s.next()
	}
	return strings.TrimSuffix(s.out.String(), ";")
}

type shaper struct {
	in    string
	i     int
	out   strings.Builder
	space bool // a space is due before the next thing
	last  byte // the last byte written
	list  bool // what was written last is a ? and perhaps a comma
}

func (s *shaper) next() {
	c := s.in[s.i]
	switch {
	case c <= ' ':
		s.i++
		s.space = s.out.Len() > 0
	case strings.HasPrefix(s.in[s.i:], "--"):
		s.skipTo("\n", 0)
		s.space = s.out.Len() > 0
	case strings.HasPrefix(s.in[s.i:], "/*"):
		s.skipTo("*/", 2)
		s.space = s.out.Len() > 0
	case c == '\'':
		s.quoted('\'')
		s.value()
	case c == '"' || c == '`':
		start := s.i
		s.quoted(c)
		s.text(s.in[start:s.i], false)
	case c == '$' && s.dollarQuote():
		s.value()
	case c == '?' || c == '$' || c == '@' || c == ':' && s.i+1 < len(s.in) && isWord(s.in[s.i+1]):
		s.i++
		s.word()
		s.value()
	case c >= '0' && c <= '9' || c == '.' && s.i+1 < len(s.in) && s.in[s.i+1] >= '0' && s.in[s.i+1] <= '9':
		s.word()
		s.value()
	case isWord(c):
		start := s.i
		s.word()
		s.text(s.in[start:s.i], true)
	default:
		s.i++
		s.symbol(c)
	}
}

// text writes a word, which ends a list of values.
func (s *shaper) text(word string, lower bool) {
	if s.space || isWord(s.last) || s.last == '?' {
		s.put(' ')
	}
	s.space, s.list = false, false
	for i := range len(word) {
		c := word[i]
		if lower && c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		s.put(c)
	}
}

// value writes a ?, unless it follows one in a list.
func (s *shaper) value() {
	if s.list {
		s.space = false
		return
	}
	if s.space && s.last != '(' {
		s.put(' ')
	}
	s.space, s.list = false, true
	s.put('?')
}

func (s *shaper) symbol(c byte) {
	if c == ',' && s.list {
		s.space = false // the list goes on, or a word follows, which needs no comma to differ
		return
	}
	if s.space && c != ')' && c != ',' && c != ';' && s.last != '(' {
		s.put(' ')
	}
	s.space, s.list = false, false
	s.put(c)
}

func (s *shaper) put(c byte) {
	s.out.WriteByte(c)
	s.last = c
}

// word goes to the end of a word or number.
func (s *shaper) word() {
	for s.i < len(s.in) && (isWord(s.in[s.i]) || s.in[s.i] == '.') {
		s.i++
	}
}

// quoted goes behind the closing quote; a doubled one stands for itself.
func (s *shaper) quoted(quote byte) {
	for s.i++; s.i < len(s.in); s.i++ {
		if s.in[s.i] == quote {
			if s.i+1 < len(s.in) && s.in[s.i+1] == quote {
				s.i++
				continue
			}
			s.i++
			return
		}
	}
}

// dollarQuote goes behind PostgreSQL's $tag$ ... $tag$, if one begins here.
func (s *shaper) dollarQuote() bool {
	end := s.i + 1
	for end < len(s.in) && isWord(s.in[end]) {
		end++
	}
	if end >= len(s.in) || s.in[end] != '$' || end > s.i+1 && s.in[s.i+1] >= '0' && s.in[s.i+1] <= '9' {
		return false
	}
	tag := s.in[s.i : end+1]
	s.i = end + 1
	s.skipTo(tag, len(tag))
	return true
}

// skipTo goes to the next mark and n bytes further, or to the end.
func (s *shaper) skipTo(mark string, n int) {
	if at := strings.Index(s.in[s.i:], mark); at >= 0 {
		s.i += at + n
		return
	}
	s.i = len(s.in)
}

func isWord(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}

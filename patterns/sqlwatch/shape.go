package sqlwatch

import (
	"hash/maphash"
	"slices"
	"strconv"
)

// Shape returns a statement with what differs from call to call folded away, so that
// statements which do the same have one shape: literals and parameters become ?, a
// list of them one ?, rows of VALUES one row; comments and a last semicolon go, words outside
// quotes are lower case, and white space stands where it would in one house style. It reads the text once,
// allocates its result, and takes whatever it is given: text that is no SQL has a shape too.
//
// It knows the dialects of SQLite and PostgreSQL: dollar quotes, E'...' with
// backslashes, ::casts, and the parameters ?, ?1, $1, :name and @name.
func Shape(query string) string {
	s := shaper{scanner: scanner{in: query}}
	s.run()
	return string(s.out)
}

// token is what was written last: it decides about a space before the next one.
type token byte

const (
	nothing  token = iota
	word           // a name: f(x) has no space
	keyword        // in (x) has one
	value          // ?
	opening        // ( and [
	closing        // ) and ]
	comma          //
	operator       // has spaces around
	tight          // :: and a dot have none
)

// spaced are the words that are no function's name: before a bracket they have a space.
var spaced = []string{
	"all", "and", "as", "between", "by", "case", "conflict", "distinct", "else", "except", "exists", "from", "having", "in", "intersect",
	"is", "join", "lateral", "like", "limit", "not", "offset", "on", "or", "over", "returning", "select", "set", "then", "union",
	"using", "values", "when", "where", "with",
}

// shaper writes the shape of what its scanner reads.
type shaper struct {
	scanner

	out    []byte
	last   token
	list   bool // last is a value, and a comma after it waits in due
	due    byte // a comma or semicolon that is written only if more comes
	bound  bool // a value here is a bound of what is looked for, as in > ? and LIMIT ?
	asked  int  // how many ? there were
	values []operand
}

// operand is what was folded into a ?: a literal or a parameter.
type operand struct {
	literal uint64 // its hash
	arg     int    // which argument it is, or one of the constants below
	bound   bool
}

const (
	noArgument = -1 // a literal
	unknownArg = -2 // a named parameter: the driver knows which
)

func (s *shaper) run() {
	s.out = make([]byte, 0, len(s.in))
	for s.blank(); s.i < len(s.in); s.blank() {
		s.next()
	}
}

// next folds one token.
func (s *shaper) next() {
	start, c := s.i, s.in[s.i]
	switch {
	case c == '\'':
		s.quoted('\'', false)
		s.value(s.literal(start))
	case c == '"' || c == '`':
		s.quoted(c, false)
		s.write(word, s.in[start:s.i])
	case c == '$' && s.dollarQuote():
		s.value(s.literal(start))
	case s.parameter():
		s.value(s.argument(s.in[start:s.i]))
	case s.number(s.due != 0 || s.last == operator || s.last == opening || s.last == comma || s.last == keyword):
		s.value(s.literal(start))
	case isWord(c):
		s.word()
		s.name(s.in[start:s.i])
	default:
		s.i++
		s.symbol(c)
	}
}

// name writes a word in lower case, or folds the literal that it is a prefix of: E'...', X'...'.
func (s *shaper) name(text string) {
	if len(text) == 1 && s.i < len(s.in) && s.in[s.i] == '\'' {
		start := s.i - 1
		s.quoted('\'', text == "e" || text == "E")
		s.value(s.literal(start))
		return
	}
	dotted := s.last == tight
	s.write(word, text)
	lower := s.out[len(s.out)-len(text):]
	for i, c := range lower {
		if c >= 'A' && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	switch name := string(lower); {
	case dotted:
	case slices.Contains(spaced, name):
		s.last = keyword
		s.bound = name == "limit" || name == "offset"
	default:
		s.bound = name == "first" || name == "next"
	}
}

func (s *shaper) literal(start int) operand {
	return operand{literal: maphash.String(seed, s.in[start:s.i]), arg: noArgument}
}

func (s *shaper) argument(text string) operand {
	if text == "?" {
		s.asked++
		return operand{arg: s.asked - 1}
	}
	if n, err := strconv.Atoi(text[1:]); err == nil && n > 0 {
		return operand{arg: n - 1}
	}
	return operand{arg: unknownArg}
}

// value writes a ?, unless it goes on with a list.
func (s *shaper) value(v operand) {
	v.bound = s.bound
	s.values = append(s.values, v)
	if s.list && s.due == ',' {
		s.due = 0
		return
	}
	bound := s.bound
	s.write(value, "?")
	s.list, s.bound = true, bound
}

func (s *shaper) symbol(c byte) {
	switch c {
	case ',', ';':
		if s.due == 0 && s.last != nothing && (c == ';' || s.list) {
			s.due = c
			return
		}
		if c == ',' {
			s.write(comma, ",")
		}
	case '(', '[':
		bound := s.bound
		s.write(opening, string(c))
		s.bound = bound // (a, b) > (?, ?) has two bounds
	case ')', ']':
		s.write(closing, string(c))
		s.foldRow()
	case '.':
		s.write(tight, ".")
	default:
		s.operator(s.i - 1)
	}
}

// operator writes one of several characters, such as <> and ->>.
func (s *shaper) operator(start int) {
	for s.i < len(s.in) && s.joined(start) {
		s.i++
	}
	text := s.in[start:s.i]
	if text == "::" {
		s.write(tight, text)
		return
	}
	s.write(operator, text)
	s.bound = text == "<" || text == ">" || text == "<=" || text == ">="
}

// foldRow makes one row of (?), (?).
func (s *shaper) foldRow() {
	const two, second = "(?), (?)", ", (?)"
	if n := len(s.out) - len(two); n >= 0 && string(s.out[n:]) == two && (n == 0 || s.out[n-1] == ' ' || s.out[n-1] == '(') {
		s.out = s.out[:len(s.out)-len(second)]
	}
}

// write appends a token, with what is due and a space where there is one before it.
func (s *shaper) write(t token, text string) {
	if s.due != 0 {
		s.out = append(s.out, s.due)
		s.last, s.due = comma, 0
	}
	if s.last.spaceBefore(t, text) {
		s.out = append(s.out, ' ')
	}
	s.out = append(s.out, text...)
	s.last, s.list, s.bound = t, false, false
}

// spaceBefore reports whether a space stands between a token and the next.
func (t token) spaceBefore(next token, text string) bool {
	switch {
	case t == nothing || t == opening:
		return false
	case t == tight && text[0] != ':' || next == tight && t != operator:
		return false
	case next == closing || next == comma:
		return false
	case next == opening:
		return t != word && (text == "(" || t != closing)
	default:
		return true
	}
}

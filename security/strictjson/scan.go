package strictjson

import (
	"strconv"
	"strings"
)

// scanner checks a document against a plan and the limits. It holds one to the grammar of
// RFC 8259 with nothing added, and writes nothing.
type scanner struct {
	data     []byte
	pos      int
	limits   Limits
	depth    int
	elements int
	path     []step
	seen     []uint64 // A stack of bits: the fields of the open structs that are there.
	names    []name   // A stack: the names of the members of the open maps.
	stop     int      // For pointerAt: the offset to stop at, if not 0.
}

// step is one reference token of a JSON pointer.
type step struct {
	name  string // "" stands for index.
	index int
}

func (s *scanner) fail(kind error, at int) error {
	return &Error{kind, s.pointer(), int64(at)}
}

func (s *scanner) pointer() string {
	var b strings.Builder
	for _, step := range s.path {
		b.WriteByte('/')
		if step.name == "" {
			b.WriteString(strconv.Itoa(step.index))
			continue
		}
		b.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(step.name))
	}
	return b.String()
}

// pointerAt returns the pointer to the value at the offset of an error of the decoder.
func (s *scanner) pointerAt(p *plan, err error) string {
	again := scanner{data: s.data, limits: s.limits, stop: max(1, int(offset(err)))}
	_ = again.document(p)
	return again.pointer()
}

// document checks the whole text.
func (s *scanner) document(p *plan) error {
	if err := s.value(p); err != nil {
		return err
	}
	s.space()
	if s.pos < len(s.data) {
		return s.fail(ErrTrailing, s.pos)
	}
	return nil
}

func (s *scanner) space() {
	for s.pos < len(s.data) {
		switch s.data[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

// peek skips white space and returns the next byte, 0 at the end.
func (s *scanner) peek() byte {
	if s.pos < len(s.data) && s.data[s.pos] > ' ' {
		return s.data[s.pos]
	}
	s.space()
	if s.pos < len(s.data) {
		return s.data[s.pos]
	}
	return 0
}

// value checks one value.
func (s *scanner) value(p *plan) error {
	c := s.peek()
	at := s.pos
	if s.stop > 0 && at >= s.stop {
		return errStopped
	}
	if s.elements++; s.elements > s.limits.Elements {
		return s.fail(ErrLimit, at)
	}
	if p.shape == shapePointer && c != 'n' {
		p = p.elem
	}
	switch c {
	case '{':
		return s.nested(p, s.object)
	case '[':
		return s.nested(p, s.array)
	case '"':
		if err := s.takes(p, shapeString); err != nil {
			return err
		}
		_, _, err := s.text()
		return err
	case 't', 'f':
		if err := s.takes(p, shapeBool); err != nil {
			return err
		}
		if c == 't' {
			return s.literal("true")
		}
		return s.literal("false")
	case 'n':
		if err := s.literal("null"); err != nil {
			return err
		}
		if !p.nullable {
			return s.fail(ErrNull, at)
		}
		return nil
	}
	if c != '-' && (c < '0' || c > '9') {
		return s.fail(ErrSyntax, at)
	}
	return s.number(p)
}

// takes refuses a value whose kind the plan does not take.
func (s *scanner) takes(p *plan, kind shape) error {
	if p.shape != kind && p.shape != shapeAny && p.shape != shapeOpaque {
		return s.fail(ErrValue, s.pos)
	}
	return nil
}

func (s *scanner) literal(word string) error {
	if len(s.data)-s.pos < len(word) || string(s.data[s.pos:s.pos+len(word)]) != word {
		return s.fail(ErrSyntax, s.pos)
	}
	s.pos += len(word)
	return nil
}

// nested counts the depth around an array or object.
func (s *scanner) nested(p *plan, check func(*plan) error) error {
	if s.depth++; s.depth > s.limits.Depth {
		return s.fail(ErrLimit, s.pos)
	}
	err := check(p)
	s.depth--
	return err
}

func (s *scanner) array(p *plan) error {
	start := s.pos
	var elem *plan
	switch p.shape {
	case shapeSlice, shapeArray:
		elem = p.elem
	case shapeAny, shapeOpaque:
		if elem = anything; p.shape == shapeOpaque {
			elem = unjudged
		}
	default:
		return s.fail(ErrValue, start)
	}
	s.pos++
	n := 0
	if s.peek() == ']' {
		s.pos++
	} else {
		s.path = append(s.path, step{})
		for {
			s.path[len(s.path)-1].index = n
			if err := s.value(elem); err != nil {
				return err
			}
			n++
			c := s.peek()
			if c != ',' && c != ']' {
				return s.fail(ErrSyntax, s.pos)
			}
			s.pos++
			if c == ']' {
				break
			}
		}
		s.path = s.path[:len(s.path)-1]
	}
	if p.shape == shapeArray && n != p.length {
		return s.fail(ErrValue, start)
	}
	return nil
}

// The plans of what is inside of a value of type any, and of one that decodes itself.
var (
	anything = &plan{shape: shapeAny, nullable: true}
	unjudged = &plan{shape: shapeOpaque, nullable: true}
)

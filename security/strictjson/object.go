package strictjson

import (
	"bytes"
	"errors"
	"hash/maphash"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

var errStopped = errors.New("strictjson: stopped")

// object checks an object as the plan has it.
func (s *scanner) object(p *plan) error {
	switch p.shape {
	case shapeStruct:
		return s.structure(p)
	case shapeUnion:
		variant, err := s.variant(p.variants)
		if err != nil {
			return err
		}
		return s.structure(variant)
	case shapeMap:
		return s.mapping(p.elem)
	case shapeAny:
		return s.mapping(anything)
	case shapeOpaque:
		return s.mapping(unjudged)
	default:
		return s.fail(ErrValue, s.pos)
	}
}

// members calls check for the name of each member, to go over its value.
func (s *scanner) members(check func(name []byte, at int) error) error {
	s.pos++
	if s.peek() == '}' {
		s.pos++
		return nil
	}
	s.path = append(s.path, step{})
	for {
		if s.peek() != '"' {
			s.path = s.path[:len(s.path)-1]
			return s.fail(ErrSyntax, s.pos)
		}
		at := s.pos
		s.path = s.path[:len(s.path)-1] // The pointer of a wrong name is that of its object.
		name, escaped, err := s.text()
		if err != nil {
			return err
		}
		if escaped {
			// The string was found to be well-formed.
			name, _ = jsontext.AppendUnquote(nil, s.data[at:s.pos])
		}
		if s.peek() != ':' {
			return s.fail(ErrSyntax, s.pos)
		}
		s.pos++
		s.path = append(s.path, step{})
		if err := check(name, at); err != nil {
			return err
		}
		c := s.peek()
		if c != ',' && c != '}' {
			s.path = s.path[:len(s.path)-1]
			return s.fail(ErrSyntax, s.pos)
		}
		s.pos++
		if c == '}' {
			s.path = s.path[:len(s.path)-1]
			return nil
		}
	}
}

// failHere fails with the pointer of the object whose member is being read.
func (s *scanner) failHere(kind error, at int) error {
	s.path = s.path[:len(s.path)-1]
	return s.fail(kind, at)
}

// structure checks the members of a struct: known, once each, and none missing.
func (s *scanner) structure(p *plan) error {
	base := len(s.seen)
	for range (len(p.list) + 63) / 64 {
		s.seen = append(s.seen, 0)
	}
	start, next := s.pos, 0
	err := s.members(func(name []byte, at int) error {
		i := next // Most documents have the members in the order of the fields.
		if i >= len(p.list) || p.list[i].name != string(name) {
			var ok bool
			if i, ok = p.fields[string(name)]; !ok {
				return s.failHere(ErrUnknown, at)
			}
		}
		next = i + 1
		word, bit := base+i/64, uint64(1)<<(i%64)
		if s.seen[word]&bit != 0 {
			return s.failHere(ErrDuplicate, at)
		}
		s.seen[word] |= bit
		s.path[len(s.path)-1].name = p.list[i].name
		return s.value(p.list[i].plan)
	})
	if err != nil {
		return err
	}
	for i, f := range p.list {
		if f.required && s.seen[base+i/64]&(1<<(i%64)) == 0 {
			s.path = append(s.path, step{name: f.name})
			return s.fail(ErrMissing, start)
		}
	}
	s.seen = s.seen[:base]
	return nil
}

// name is the name of a member of a map, folded so that case twins are one.
type name struct {
	hash   uint64
	folded []byte
}

var seed = maphash.MakeSeed()

// mapping checks the members of an object with any names, each there once, in one case.
func (s *scanner) mapping(elem *plan) error {
	base := len(s.names)
	var many map[string]struct{} // Once there are too many to look at each.
	err := s.members(func(key []byte, at int) error {
		folded := fold(key)
		if many == nil {
			hash := maphash.Bytes(seed, folded)
			for _, n := range s.names[base:] {
				if n.hash == hash && bytes.Equal(n.folded, folded) {
					return s.failHere(ErrDuplicate, at)
				}
			}
			s.names = append(s.names, name{hash, folded})
			if len(s.names)-base == 32 {
				many = map[string]struct{}{}
				for _, n := range s.names[base:] {
					many[string(n.folded)] = struct{}{}
				}
				s.names = s.names[:base]
			}
		} else {
			if _, twice := many[string(folded)]; twice {
				return s.failHere(ErrDuplicate, at)
			}
			many[string(folded)] = struct{}{}
		}
		s.path[len(s.path)-1].name = "*"
		return s.value(elem)
	})
	if err == nil {
		s.names = s.names[:base]
	}
	return err
}

// fold returns the name in the form that all its case twins have. It is the name itself
// where that has no upper-case letter and nothing beyond ASCII.
func fold(name []byte) []byte {
	for _, c := range name {
		if c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			return foldRunes(name)
		}
	}
	return name
}

func foldRunes(name []byte) []byte {
	folded := make([]byte, 0, len(name))
	for _, r := range string(name) {
		folded = utf8.AppendRune(folded, foldRune(r))
	}
	return folded
}

// foldRune returns the smallest rune that unicode.SimpleFold leads to, lower-case for ASCII.
func foldRune(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	if r < utf8.RuneSelf {
		return r
	}
	smallest := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		smallest = min(smallest, f)
	}
	if smallest >= 'A' && smallest <= 'Z' {
		return smallest + 'a' - 'A'
	}
	return smallest
}

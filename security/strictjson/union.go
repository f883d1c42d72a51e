package strictjson

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Union decodes the interface type I into the types that are listed, and no other: a member
// of the object names the type. It is the restricted unpickler done right: the input
// chooses among values of the program's own list, and cannot name anything else. It is
// immutable and may be used by several goroutines; [NewUnion] makes one.
type Union[I any] struct {
	tag   string
	types map[string]reflect.Type // Struct types or pointers to them.
}

// Variants is any Union, for [Options].
type Variants interface {
	of() reflect.Type
	compile(*compiler) (*variants, error)
	unmarshalers() *json.Unmarshalers
}

// NewUnion returns a Union of the types of the given values, which are structs or pointers to
// structs, under the names that the member tag has for them:
//
//	strictjson.NewUnion("type", map[string]Shape{"circle": Circle{}, "square": Square{}})
//
// An object is then {"type": "circle", "radius": 1}, the tag at any place in it. No type may
// have a field of the tag's name, nor decode itself: that is an error when it is first used.
func NewUnion[I any](tag string, values map[string]I) (*Union[I], error) {
	if reflect.TypeFor[I]().Kind() != reflect.Interface {
		return nil, fmt.Errorf("strictjson: NewUnion: %v is no interface", reflect.TypeFor[I]())
	}
	if tag == "" || len(values) == 0 {
		return nil, errors.New("strictjson: NewUnion: no tag or no values")
	}
	u := &Union[I]{tag, map[string]reflect.Type{}}
	for name, v := range values {
		t := reflect.TypeOf(v)
		if t == nil || name == "" {
			return nil, errors.New("strictjson: NewUnion: a nil value or an empty name")
		}
		s := t
		if t.Kind() == reflect.Pointer {
			s = t.Elem()
		}
		if s.Kind() != reflect.Struct || decodesItself(s) {
			return nil, fmt.Errorf("strictjson: NewUnion: %v is no plain struct or pointer to one", t)
		}
		u.types[name] = t
	}
	return u, nil
}

func (u *Union[I]) of() reflect.Type { return reflect.TypeFor[I]() }

// variants are the plans of a Union's types, each with one more field: the tag.
type variants struct {
	tag   string
	plans map[string]*plan
}

func (u *Union[I]) compile(c *compiler) (*variants, error) {
	v := &variants{u.tag, map[string]*plan{}}
	for name, t := range u.types {
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		p := &plan{shape: shapeStruct, fields: map[string]int{}}
		if err := p.addField(t, field{u.tag, &plan{shape: shapeString}, true}); err != nil {
			return nil, err
		}
		if err := c.addFields(p, t); err != nil {
			return nil, err
		}
		v.plans[name] = p
	}
	return v, nil
}

// variant finds the plan that the object at pos names, and leaves pos where it is.
func (s *scanner) variant(v *variants) (*plan, error) {
	name, err := s.tagOf(v.tag)
	if err != nil {
		return nil, err
	}
	if p, ok := v.plans[name]; ok {
		return p, nil
	}
	s.path = append(s.path, step{name: v.tag})
	return nil, s.fail(ErrVariant, s.pos)
}

// tagOf looks ahead for the string that the member tag of the object at pos has.
func (s *scanner) tagOf(tag string) (string, error) {
	ahead := *s
	ahead.path, ahead.seen, ahead.names = nil, nil, nil
	found, start := "", -1
	err := ahead.members(func(name []byte, at int) error {
		if string(name) == tag && start < 0 {
			ahead.peek()
			start = ahead.pos
		}
		return ahead.value(unjudged)
	})
	if e, ok := err.(*Error); ok { //nolint:errorlint // It comes straight from the scanner.
		return "", s.fail(e.Err, int(e.Offset))
	}
	if err != nil {
		return "", err
	}
	if start < 0 {
		s.path = append(s.path, step{name: tag})
		return "", s.fail(ErrMissing, s.pos)
	}
	if s.data[start] != '"' {
		s.path = append(s.path, step{name: tag})
		return "", s.fail(ErrValue, start)
	}
	ahead.pos = start
	if raw, escaped, err := ahead.text(); err == nil && !escaped {
		found = string(raw)
	}
	return found, nil
}

// unmarshalers decodes what the scanner has found to be in order.
func (u *Union[I]) unmarshalers() *json.Unmarshalers {
	return json.UnmarshalFromFunc(func(d *jsontext.Decoder, v *I) error {
		raw, err := d.ReadValue()
		if err != nil {
			return err
		}
		s := scanner{data: raw, limits: Limits{Bytes: 1 << 30, Depth: 1 << 30, Elements: 1 << 30, String: 1 << 30, Digits: 1 << 30}}
		name, err := s.tagOf(u.tag)
		if err != nil {
			return err
		}
		t, ok := u.types[name]
		if !ok {
			return ErrVariant
		}
		pointer := t.Kind() == reflect.Pointer
		if pointer {
			t = t.Elem()
		}
		value := reflect.New(t)
		if err := json.Unmarshal(raw, value.Interface(), d.Options()); err != nil {
			return err
		}
		if !pointer {
			value = value.Elem()
		}
		*v = value.Interface().(I)
		return nil
	})
}

package strictjson

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/go-json-experiment/json"
)

// shape is what JSON a Go type takes.
type shape uint8

const (
	shapeAny     shape = iota // any: everything, floats exact, null allowed.
	shapeOpaque               // A type that decodes itself: everything but null.
	shapeBool                 //
	shapeInt                  //
	shapeUint                 //
	shapeFloat                //
	shapeString               //
	shapeStruct               //
	shapeMap                  //
	shapeSlice                //
	shapeArray                //
	shapeUnion                //
	shapePointer              // null, or what elem takes.
)

// plan is the shape of a type and of what is in it.
type plan struct {
	shape    shape
	nullable bool
	bits     int // Of a number.
	length   int // Of an array.
	elem     *plan
	fields   map[string]int // Index in list.
	list     []field
	variants *variants
}

type field struct {
	name     string
	plan     *plan
	required bool
}

// plans remembers what planOf has worked out; it changes no result.
var plans sync.Map // planKey to *plan

type planKey struct {
	t      reflect.Type
	unions [4]Variants
}

func planOf(t reflect.Type, unions []Variants) (*plan, error) {
	key := planKey{t: t}
	if copy(key.unions[:], unions) < len(unions) {
		return nil, fmt.Errorf("strictjson: Options.Unions has %d, want %d or fewer", len(unions), len(key.unions))
	}
	if p, ok := plans.Load(key); ok {
		return p.(*plan), nil
	}
	c := compiler{unions: unions, done: map[reflect.Type]*plan{}}
	p, err := c.compile(t)
	if err != nil {
		return nil, err
	}
	plans.Store(key, p)
	return p, nil
}

type compiler struct {
	unions []Variants
	done   map[reflect.Type]*plan
}

var selfDecoding = []reflect.Type{
	reflect.TypeFor[json.Unmarshaler](), reflect.TypeFor[json.UnmarshalerFrom](), reflect.TypeFor[encoding.TextUnmarshaler](),
}

func decodesItself(t reflect.Type) bool {
	for _, i := range selfDecoding {
		if t.Implements(i) || reflect.PointerTo(t).Implements(i) {
			return true
		}
	}
	return false
}

func refuseType(t reflect.Type, why string) error {
	return fmt.Errorf("%w: %v: %s", ErrType, t, why)
}

func (c *compiler) compile(t reflect.Type) (*plan, error) {
	if p, ok := c.done[t]; ok {
		return p, nil
	}
	p := &plan{}
	c.done[t] = p
	if t.Kind() == reflect.Pointer {
		elem, err := c.compile(t.Elem())
		if err != nil {
			return nil, err
		}
		if k := t.Elem().Kind(); k == reflect.Pointer || k == reflect.Interface {
			return nil, refuseType(t, "null could be the pointer or what it points to")
		}
		p.shape, p.nullable, p.elem = shapePointer, true, elem
		return p, nil
	}
	if t.Kind() != reflect.Interface && decodesItself(t) {
		p.shape = shapeOpaque
		return p, nil
	}
	return p, c.compileKind(p, t)
}

func (c *compiler) compileKind(p *plan, t reflect.Type) (err error) {
	switch t.Kind() {
	case reflect.Bool:
		p.shape = shapeBool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		p.shape, p.bits = shapeInt, t.Bits()
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		p.shape, p.bits = shapeUint, t.Bits()
	case reflect.Float32, reflect.Float64:
		p.shape, p.bits = shapeFloat, t.Bits()
	case reflect.String:
		p.shape = shapeString
	case reflect.Slice, reflect.Array:
		if t.Elem().Kind() == reflect.Uint8 {
			p.shape = shapeString // base64, as encoding/json/v2 has it.
			return nil
		}
		if p.shape = shapeSlice; t.Kind() == reflect.Array {
			p.shape, p.length = shapeArray, t.Len()
		}
		p.elem, err = c.compile(t.Elem())
	case reflect.Map:
		p.shape = shapeMap
		p.elem, err = c.compile(t.Elem())
	case reflect.Struct:
		p.shape = shapeStruct
		p.fields = map[string]int{}
		err = c.addFields(p, t)
	case reflect.Interface:
		return c.compileInterface(p, t)
	default:
		return refuseType(t, "no JSON for it")
	}
	return err
}

func (c *compiler) compileInterface(p *plan, t reflect.Type) error {
	for _, u := range c.unions {
		if u != nil && u.of() == t {
			p.shape = shapeUnion
			var err error
			p.variants, err = u.compile(c)
			return err
		}
	}
	if t.NumMethod() > 0 {
		return refuseType(t, "an interface without a Union")
	}
	p.shape, p.nullable = shapeAny, true
	return nil
}

// addFields adds the fields of a struct type to p, those of embedded structs included.
func (c *compiler) addFields(p *plan, t reflect.Type) error {
	for f := range t.Fields() {
		tag := f.Tag.Get("json")
		if tag == "-" || !f.IsExported() && !f.Anonymous {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if f.Anonymous && name == "" {
			if f.Type.Kind() != reflect.Struct || decodesItself(f.Type) || options != "" {
				return refuseType(t, "embedded "+f.Name+" is not a plain struct")
			}
			if err := c.addFields(p, f.Type); err != nil {
				return err
			}
			continue
		}
		if !f.IsExported() || name == "-" || strings.ContainsAny(name, `'"\`) { // what json/v2 reads otherwise
			return refuseType(t, "tag of field "+f.Name)
		}
		if name == "" {
			name = f.Name
		}
		child, err := c.compile(f.Type)
		if err != nil {
			return err
		}
		required := f.Type.Kind() != reflect.Pointer
		for option := range strings.SplitSeq(options, ",") {
			switch {
			case option == "":
			case option == "omitempty" || option == "omitzero":
				required = false
			case option == "string" || strings.HasPrefix(option, "format:"):
				child = &plan{shape: shapeOpaque, nullable: child.nullable}
			default:
				return refuseType(t, "tag of field "+f.Name)
			}
		}
		if err := p.addField(t, field{name, child, required}); err != nil {
			return err
		}
	}
	return nil
}

func (p *plan) addField(t reflect.Type, f field) error {
	for _, other := range p.list {
		if strings.EqualFold(other.name, f.name) {
			return refuseType(t, "two fields "+f.name)
		}
	}
	p.fields[f.name] = len(p.list)
	p.list = append(p.list, f)
	return nil
}

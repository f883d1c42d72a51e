package validate

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Struct checks the fields of the struct that v points to (or is) by their tags
// and returns every broken rule, an [*Error] each, joined in the order of the
// fields; nil if all is well. Rules are separated by commas:
//
//	`validate:"between=0..120"`  integers and floats, both ends included
//	`validate:"length=1..80"`    strings, in characters; slices and maps, in elements
//	`validate:"email"`           strings, see [Email]
//	`validate:"oneof=red green"` strings
//	`validate:"required"`        any type: not the zero value
//
// Structs inside are checked as well, with their path as the name; nil pointers
// pass unless they are required. Elements of slices and maps are not looked
// into. The rules of an unexported field cannot be kept by this package: that is
// an error, as is a tag that cannot be read or does not fit the type ([ErrTag]).
//
// A type's tags are read once; the plan is kept for good. A valid struct costs
// nanoseconds a rule and, given as a pointer, allocates nothing. Struct is safe
// for concurrent use while nobody writes to v.
func Struct(v any) error {
	value := reflect.ValueOf(v)
	for value.Kind() == reflect.Pointer && !value.IsNil() {
		value = value.Elem()
	}
	if value.Kind() != reflect.Struct {
		return fmt.Errorf("validate: Struct: %v is not a struct or a pointer to one", reflect.TypeOf(v))
	}
	p := planOf(value.Type())
	if p.err != nil {
		return p.err
	}
	var broken []error
	p.check(value, "", 0, &broken)
	return errors.Join(broken...)
}

// plans holds a *plan for each type. It only grows.
var plans sync.Map

// plan is what the tags of one struct type say.
type plan struct {
	fields []fieldPlan
	err    error
}

type fieldPlan struct {
	index  int
	name   string
	typ    string
	rules  []Rule[reflect.Value]
	nested bool // a struct, or a pointer to one, to look into
}

func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	p, _ := plans.LoadOrStore(t, newPlan(t, nil))
	return p.(*plan)
}

// newPlan reads a type's tags, and those of the structs inside to find their
// errors. seen ends recursive types.
func newPlan(t reflect.Type, seen []reflect.Type) *plan {
	p := &plan{}
	seen = append(seen, t)
	for i := range t.NumField() {
		field := t.Field(i)
		tag, tagged := field.Tag.Lookup("validate")
		if tagged && !field.IsExported() {
			p.err = errors.Join(p.err, fmt.Errorf("%w: %v.%s: the field is not exported", ErrTag, t, field.Name))
			continue
		}
		f := fieldPlan{index: i, name: field.Name, typ: field.Type.String()}
		for item := range strings.SplitSeq(tag, ",") {
			if item = strings.TrimSpace(item); item == "" {
				continue
			}
			rule, err := parseRule(item, field.Type)
			if err != nil {
				p.err = errors.Join(p.err, fmt.Errorf("%w: %v.%s: %w", ErrTag, t, field.Name, err))
				continue
			}
			f.rules = append(f.rules, rule)
		}
		if inner := structBehind(field.Type); inner != nil && field.IsExported() {
			if slices.Contains(seen, inner) {
				f.nested = true
			} else {
				below := newPlan(inner, seen)
				p.err = errors.Join(p.err, below.err)
				f.nested = len(below.fields) > 0
			}
		}
		if len(f.rules) > 0 || f.nested {
			p.fields = append(p.fields, f)
		}
	}
	return p
}

func structBehind(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() == reflect.Struct {
		return t
	}
	return nil
}

// maxDepth is how far pointers are followed: further, they go round.
const maxDepth = 1000

// check appends what is broken. path ends in a dot unless it is empty.
func (p *plan) check(v reflect.Value, path string, depth int, broken *[]error) {
	if depth > maxDepth {
		*broken = append(*broken, fmt.Errorf("validate: %v: more than %d structs deep", v.Type(), maxDepth))
		return
	}
	for i := range p.fields {
		f := &p.fields[i]
		field := v.Field(f.index)
		for r := range f.rules {
			if !f.rules[r].ok(field) {
				*broken = append(*broken, &Error{Field: path + f.name, Type: f.typ, Rule: f.rules[r].words})
			}
		}
		if !f.nested {
			continue
		}
		if field.Kind() == reflect.Pointer {
			if field = field.Elem(); !field.IsValid() {
				continue
			}
		}
		planOf(field.Type()).check(field, path+f.name+".", depth+1, broken)
	}
}

// parseRule makes a rule for values of t from one item of a tag.
func parseRule(item string, t reflect.Type) (Rule[reflect.Value], error) {
	name, argument, _ := strings.Cut(item, "=")
	switch name {
	case "required":
		return Check("set", func(v reflect.Value) bool { return !v.IsZero() }), nil
	case "email":
		return onString(t, Email())
	case "oneof":
		return onString(t, OneOf(strings.Fields(argument)...))
	case "length":
		low, high, err := bounds(argument, strconv.Atoi)
		if err != nil {
			return Rule[reflect.Value]{}, err
		}
		if k := t.Kind(); k == reflect.Slice || k == reflect.Map {
			return Check(fmt.Sprintf("of length %d..%d", low, high), func(v reflect.Value) bool { return low <= v.Len() && v.Len() <= high }), nil
		}
		return onString(t, Length(low, high))
	case "between":
		return between(argument, t)
	}
	return Rule[reflect.Value]{}, fmt.Errorf("unknown rule %q", item)
}

func onString(t reflect.Type, rule Rule[string]) (Rule[reflect.Value], error) {
	if t.Kind() != reflect.String {
		return Rule[reflect.Value]{}, fmt.Errorf("the rule is for strings, the field is a %v", t)
	}
	return Check(rule.words, func(v reflect.Value) bool { return rule.ok(v.String()) }), nil
}

func between(argument string, t reflect.Type) (Rule[reflect.Value], error) {
	switch k := t.Kind(); {
	case reflect.Int <= k && k <= reflect.Int64:
		low, high, err := bounds(argument, func(s string) (int64, error) { return strconv.ParseInt(s, 10, t.Bits()) })
		return Check("in "+argument, func(v reflect.Value) bool { n := v.Int(); return low <= n && n <= high }), err
	case reflect.Uint <= k && k <= reflect.Uintptr:
		low, high, err := bounds(argument, func(s string) (uint64, error) { return strconv.ParseUint(s, 10, t.Bits()) })
		return Check("in "+argument, func(v reflect.Value) bool { n := v.Uint(); return low <= n && n <= high }), err
	case k == reflect.Float32 || k == reflect.Float64:
		low, high, err := bounds(argument, func(s string) (float64, error) { return strconv.ParseFloat(s, t.Bits()) })
		return Check("in "+argument, func(v reflect.Value) bool { n := v.Float(); return low <= n && n <= high }), err
	}
	return Rule[reflect.Value]{}, fmt.Errorf("between is for numbers, the field is a %v", t)
}

// bounds reads "low..high".
func bounds[T int | int64 | uint64 | float64](s string, parse func(string) (T, error)) (low, high T, err error) {
	first, second, ok := strings.Cut(s, "..")
	if !ok {
		return 0, 0, fmt.Errorf("%q is not LOW..HIGH", s)
	}
	if low, err = parse(first); err == nil {
		high, err = parse(second)
	}
	if err != nil || low <= high {
		return low, high, err
	}
	return 0, 0, fmt.Errorf("%q holds nothing", s)
}

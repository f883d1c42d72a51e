package matching

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
)

// A Var is the name of a part of a value, with its type. It is made once by [NewVar],
// kept in a package variable, and used in any number of patterns; it holds no value
// itself, so it is safe for concurrent use.
type Var[T any] struct{ v *variable }

// variable is the identity of a Var.
type variable struct {
	name    string
	typ     reflect.Type
	accepts func(v any) bool // nil when every value will do
	class   class            // of all values that it accepts; classes when that may be any
}

var (
	intType   = reflect.TypeFor[int]()
	int64Type = reflect.TypeFor[int64]()
	textType  = reflect.TypeFor[json.Number]() // No string, and not made of one.
)

func (v *variable) String() string { return strconv.Quote(v.name) }

// NewVar returns a new variable. Its name appears in explanations and errors.
//
// T says what it takes: any takes every value; a number type takes every number that it
// can hold without loss, so that Var[int] takes float64(404) and refuses 404.5; string, bool, map and
// slice types take defined types with the same underlying type; every other type takes
// what a type assertion takes. Nothing is parsed: Var[int] refuses "404".
func NewVar[T any](name string) Var[T] {
	v := &variable{name: name, typ: reflect.TypeFor[T](), class: classes}
	if !isAny[T]() {
		v.accepts = func(x any) bool { _, ok := convert[T](x); return ok }
		if v.typ.Kind() != reflect.Interface && v.typ != textType {
			v.class = reflectClass(v.typ)
		}
	}
	return Var[T]{v}
}

func (v Var[T]) variable() *variable {
	if v.v == nil {
		panic("matching: a zero Var: make it with NewVar")
	}
	return v.v
}

// As takes what p takes if it can be held as T, and keeps it. It panics on a zero Var.
func (v Var[T]) As(p Pattern) Pattern {
	return Pattern{&node{op: opCapture, v: v.variable(), kids: []*node{p.node()}}}
}

// Get returns what the variable holds. It panics if the arm that matched does not bind
// it, or binds it only in an [Opt]: there Lookup is the way to ask.
func (v Var[T]) Get(b *Bindings) T {
	value, ok := v.Lookup(b)
	if !ok {
		panic(fmt.Sprintf("matching: Get: the arm does not bind %s", v.variable()))
	}
	return value
}

// Lookup returns what the variable holds, and whether the arm that matched bound it.
func (v Var[T]) Lookup(b *Bindings) (T, bool) {
	w, value := b.find(v.v)
	if w == nil {
		var zero T
		return zero, false
	}
	if w.n == nil {
		return convert[T](value)
	}
	return part[T](w, value)
}

// slotValue reads a slot as the type of its variable.
func slotValue[T any](s slot) (T, bool) {
	if s.n == nil {
		return convert[T](s.value)
	}
	return derive[T](s)
}

func isAny[T any]() bool {
	_, ok := any((*T)(nil)).(*any)
	return ok
}

// convert returns v as a T if T can hold it without loss.
func convert[T any](v any) (T, bool) {
	if t, ok := v.(T); ok {
		return t, true
	}
	var out T
	switch p := any(&out).(type) { // The common types, without reflection.
	case *int:
		i, ok := intOf(v, math.MinInt, math.MaxInt)
		*p = int(i)
		return out, ok
	case *int64:
		i, ok := intOf(v, math.MinInt64, math.MaxInt64)
		*p = i
		return out, ok
	case *float64:
		n, ok := numberOf(v)
		f, exact := n.float()
		*p = f
		return out, ok && exact
	}
	if v == nil {
		return out, isAny[T]()
	}
	return convertReflect[T](v)
}

func intOf(v any, lo, hi int64) (int64, bool) {
	if f, ok := v.(float64); ok { // What encoding/json decodes.
		i := int64(f)
		return i, float64(i) == f && f >= -1<<63 && f < 1<<63 && lo <= i && i <= hi
	}
	n, ok := numberOf(v)
	return n.i, ok && n.form == integer && lo <= n.i && n.i <= hi
}

// convertReflect is for the types that convert does not list.
func convertReflect[T any](v any) (t T, ok bool) {
	out := reflect.ValueOf(&t).Elem()
	if c := reflectClass(out.Type()); c == classOther || c != classOf(v) || out.Type() == textType {
		return t, false
	}
	x := reflect.ValueOf(v)
	if out.CanInt() || out.CanUint() || out.CanFloat() {
		return t, convertNumber(out, v)
	}
	if x.Kind() != out.Kind() || !x.CanConvert(out.Type()) {
		return t, false
	}
	out.Set(x.Convert(out.Type()))
	return t, true
}

func convertNumber(out reflect.Value, v any) bool {
	n, ok := numberOf(v)
	if !ok {
		return false
	}
	switch {
	case out.CanInt():
		if n.form != integer || out.OverflowInt(n.i) {
			return false
		}
		out.SetInt(n.i)
	case out.CanUint():
		u := n.u
		if n.form == integer {
			u = uint64(n.i)
		}
		if n.form == real || n.form == integer && n.i < 0 || out.OverflowUint(u) {
			return false
		}
		out.SetUint(u)
	default:
		f, exact := n.float()
		if !exact || out.Kind() == reflect.Float32 && float64(float32(f)) != f {
			return false
		}
		out.SetFloat(f)
	}
	return true
}

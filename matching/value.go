package matching

import (
	"encoding/json"
	"reflect"
)

// A class is what a value is to a pattern. Every value has exactly one.
type class uint8

const (
	classNull   class = iota // nil in an interface
	classBool                // bool and defined types of it
	classNumber              // int, uint and float of every size, json.Number; NaN too
	classString              // string and defined types of it, save json.Number
	classMap                 // a map whose keys are strings
	classSeq                 // a slice
	classOther               // everything else
	classes
)

var classNames = [classes]string{"null", "a bool", "a number", "a string", "a map", "a sequence", "something else"}

func (c class) String() string { return classNames[c] }

// classOf costs a few comparisons for what encoding/json decodes to, and reflection for the rest.
func classOf(v any) class {
	switch v := v.(type) {
	case map[string]any:
		return classMap
	case float64, int, int64:
		return classNumber
	case string:
		return classString
	case []any:
		return classSeq
	case bool:
		return classBool
	case nil:
		return classNull
	case json.Number:
		if _, ok := numberSyntax(string(v)); ok {
			return classNumber
		}
		return classOther
	}
	return reflectClass(reflect.TypeOf(v))
}

func reflectClass(t reflect.Type) class {
	switch t.Kind() {
	case reflect.Bool:
		return classBool
	case reflect.String:
		return classString
	case reflect.Slice:
		return classSeq
	case reflect.Map:
		if t.Key().Kind() == reflect.String {
			return classMap
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64,
		reflect.Float32, reflect.Float64:
		return classNumber
	}
	return classOther
}

// stringOf returns the text of a value of classString.
func stringOf(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return reflect.ValueOf(v).String()
}

// boolOf returns the value of a value of classBool.
func boolOf(v any) bool {
	if b, ok := v.(bool); ok {
		return b
	}
	return reflect.ValueOf(v).Bool()
}

// lookup returns the value at a key of a value of classMap.
func lookup(v any, key string) (any, bool) {
	if m, ok := v.(map[string]any); ok {
		value, ok := m[key]
		return value, ok
	}
	m := reflect.ValueOf(v)
	value := m.MapIndex(reflect.ValueOf(key).Convert(m.Type().Key()))
	if !value.IsValid() {
		return nil, false
	}
	return value.Interface(), true
}

// size returns the length of a value of classMap or classSeq.
func size(v any) int {
	switch v := v.(type) {
	case map[string]any:
		return len(v)
	case []any:
		return len(v)
	case []string:
		return len(v)
	}
	return reflect.ValueOf(v).Len()
}

// item returns the element i of a value of classSeq. The caller knows that it is there.
func item(v any, i int) any {
	switch v := v.(type) {
	case []any:
		return v[i]
	case []string:
		return v[i]
	}
	return reflect.ValueOf(v).Index(i).Interface()
}

// entries calls yield for each entry of a value of classMap until it returns false,
// and tells whether it never did.
func entries(v any, yield func(key string, value any) bool) bool {
	if m, ok := v.(map[string]any); ok {
		for key, value := range m {
			if !yield(key, value) {
				return false
			}
		}
		return true
	}
	for it := reflect.ValueOf(v).MapRange(); it.Next(); {
		if !yield(it.Key().String(), it.Value().Interface()) {
			return false
		}
	}
	return true
}

package leak

import (
	"fmt"
	"reflect"
)

// A place is a value that the search has reached, and the path that led there.
type place struct {
	v    reflect.Value
	path string
}

// search walks the values that are reachable from root, breadth first, and returns
// the path to the first that points into the object or contains it.
func search(root Holder, object, size uintptr) string {
	type seen struct {
		at uintptr
		of reflect.Type
	}
	visited := map[seen]bool{}
	hits := func(p uintptr) bool { return p >= object && p < object+size }
	queue := []place{{root.v, root.name}}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		v := at.v
		if v.CanAddr() {
			if a := v.UnsafeAddr(); hits(a) || object >= a && object < a+v.Type().Size() {
				return within(at, object)
			}
		}
		switch v.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			if v.IsNil() {
				continue
			}
			if v.Kind() != reflect.Map && hits(v.Pointer()) {
				return at.path
			}
			if v.Kind() == reflect.Slice {
				whole := v.Slice(0, v.Cap()) // what is past the length is kept as well
				if i := (object - v.Pointer()) / max(v.Type().Elem().Size(), 1); object >= v.Pointer() && i < uintptr(v.Cap()) {
					return within(place{whole.Index(int(i)), fmt.Sprintf("%s[%d]", at.path, i)}, object)
				}
			}
			key := seen{v.Pointer(), v.Type()}
			if v.Kind() == reflect.Slice {
				key.of = reflect.ArrayOf(v.Cap(), v.Type().Elem())
			}
			if visited[key] {
				continue
			}
			visited[key] = true
		}
		queue = append(queue, children(at)...)
	}
	return ""
}

// children returns what is one step further.
func children(at place) (next []place) {
	v := at.v
	switch v.Kind() {
	case reflect.Pointer:
		next = append(next, place{v.Elem(), at.path})
	case reflect.Interface:
		if !v.IsNil() {
			next = append(next, place{v.Elem(), at.path})
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if holds(v.Type().Field(i).Type) {
				next = append(next, place{v.Field(i), at.path + "." + v.Type().Field(i).Name})
			}
		}
	case reflect.Array:
		next = elements(at, v)
	case reflect.Slice:
		next = elements(at, v.Slice(0, v.Cap())) // what is past the length is kept as well
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			key := fmt.Sprintf("[%v]", it.Key())
			if it.Key().Kind() == reflect.String {
				key = fmt.Sprintf("[%q]", it.Key().String())
			}
			next = append(next,
				place{it.Key(), at.path + ", key " + key},
				place{it.Value(), at.path + key})
		}
	}
	return next
}

func elements(at place, v reflect.Value) (next []place) {
	if !holds(v.Type().Elem()) {
		return nil
	}
	for i := range v.Len() {
		next = append(next, place{v.Index(i), fmt.Sprintf("%s[%d]", at.path, i)})
	}
	return next
}

// holds reports whether a value of the type may hold a pointer.
func holds(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Slice, reflect.Map, reflect.Struct:
		return true
	case reflect.Array:
		return t.Len() > 0 && holds(t.Elem())
	default:
		return false
	}
}

// within goes down to the field or element that contains the object, or is
// within it.
func within(at place, object uintptr) string {
	v := at.v
	contains := func(v reflect.Value) bool {
		a := v.UnsafeAddr()
		return object >= a && object < a+v.Type().Size()
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); contains(f) && f.UnsafeAddr() != v.UnsafeAddr() {
				return within(place{f, at.path + "." + v.Type().Field(i).Name}, object)
			}
		}
	case reflect.Array:
		if size := v.Type().Elem().Size(); size > 0 && contains(v) {
			i := int((object - v.UnsafeAddr()) / size)
			if v.Index(i).UnsafeAddr() != v.UnsafeAddr() {
				return within(place{v.Index(i), fmt.Sprintf("%s[%d]", at.path, i)}, object)
			}
		}
	}
	return at.path
}

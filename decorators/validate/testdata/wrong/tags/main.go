// want: output "age 999 is valid"
// The tag names a rule that does not exist, and the checker skips what it does not know.
package main

import (
	"fmt"
	"reflect"
)

type user struct {
	Age int `check:"agee"`
}

func valid(v any) bool {
	rules := map[string]func(reflect.Value) bool{
		"age": func(v reflect.Value) bool { return v.Int() <= 120 },
	}
	s := reflect.ValueOf(v)
	for i := range s.NumField() {
		if rule, ok := rules[s.Type().Field(i).Tag.Get("check")]; ok && !rule(s.Field(i)) {
			return false
		}
	}
	return true
}

func main() {
	u := user{Age: 999}
	if valid(u) {
		fmt.Println("age", u.Age, "is valid")
	}
}

// Package clean has nothing to report: interfaces that anybody can implement.
package clean

import "fmt"

type Public interface{ Name() string }

type T struct{}

func (T) Name() string { return "t" }

func f(p Public, v any) {
	switch p.(type) {
	case fmt.Stringer:
	}
	switch v.(type) {
	case int:
	}
	if x, ok := v.(int); ok {
		_ = x
	} else if y, ok := v.(string); ok {
		_ = y
	}
}

func g[T Public](v T) {
	switch any(v).(type) {
	case fmt.Stringer:
	}
}

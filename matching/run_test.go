package matching_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/goconcepts/cookbook/matching"
)

// TestManyTexts wants each of many literals to be told apart, those too that have their
// length, their beginning and their end in common.
func TestManyTexts(t *testing.T) {
	for name, literal := range map[string]func(i int) string{
		"differ at the end":    func(i int) string { return fmt.Sprint("a common beginning ", i) },
		"differ at the start":  func(i int) string { return fmt.Sprint(i, " a common end") },
		"differ in the middle": func(i int) string { return fmt.Sprintf("beginning %03d and the end", i) },
		"differ in length":     func(i int) string { return strings.Repeat("x", i) },
		"short":                func(i int) string { return strconv.Itoa(i) },
	} {
		t.Run(name, func(t *testing.T) {
			var arms []Arm[int]
			for i := range 40 {
				arms = append(arms, Case(Lit(literal(i)), nothing))
			}
			set := MustCompile(arms...)
			for i := range 40 {
				require.Equal(t, i, set.Index(literal(i), nil))
				require.Equal(t, i, set.Index(ownString(literal(i)), nil))
				require.Equal(t, -1, set.Index(literal(i+40), nil))
				require.Equal(t, -1, set.Index(literal(i)+".", nil))
			}
		})
	}
}

// TestBindingsAgain wants one Bindings to serve sets with few and with many places, and sets
// that are interpreted, in any order.
func TestBindingsAgain(t *testing.T) {
	few := MustCompile(Case(anyVar.As(Int), nothing))
	var entries []Entry
	for i := range 30 {
		entries = append(entries, Key(fmt.Sprint("k", i), Any))
	}
	wide := MustCompile(Case(Map(append(entries, Key("last", anyVar.As(Any)))...), nothing))
	var alternatives []Pattern
	for i := range 300 {
		alternatives = append(alternatives, anyVar.As(Lit(fmt.Sprint("v", i))))
	}
	interpreted := MustCompile(Case(OneOf(alternatives...), nothing))
	require.False(t, Compiled(interpreted))
	value := map[string]any{"last": "end"}
	for i := range 30 {
		value[fmt.Sprint("k", i)] = i
	}
	var b Bindings
	for range 3 {
		require.Equal(t, 0, wide.Index(value, &b))
		require.Equal(t, "end", anyVar.Get(&b))
		require.Equal(t, 0, few.Index(7, &b))
		require.Equal(t, 7, anyVar.Get(&b))
		require.Equal(t, 0, interpreted.Index("v299", &b))
		require.Equal(t, "v299", anyVar.Get(&b))
		require.Equal(t, -1, few.Index("v299", &b))
		_, bound := anyVar.Lookup(&b)
		require.False(t, bound)
	}
	require.Zero(t, testing.AllocsPerRun(100, func() { wide.Index(value, &b) }))
}

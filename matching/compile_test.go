package matching_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/goconcepts/cookbook/matching"
)

// TestCompileRefuses wants an error that names both places.
func TestCompileRefuses(t *testing.T) {
	x, y := NewVar[any]("x"), NewVar[any]("y")
	twin := NewVar[any]("x")
	n := NewVar[int]("n")
	rest := NewVar[[]any]("rest")
	entries := NewVar[object]("entries")
	deep := Any
	for range 1100 {
		deep = All(deep, Any)
	}
	tests := []struct {
		name string
		arms []Pattern
		want string
	}{
		{"hidden by an equal arm", []Pattern{Lit(1), Lit(1.0)}, "arm 1: unreachable: arm 0 takes all that it takes"},
		{"hidden by a range", []Pattern{Null, Between(400, 499), Lit(404)}, "arm 2: unreachable: arm 1 takes all"},
		{"hidden by a wider range", []Pattern{AtLeast(400), Between(400, 499)}, "arm 1: unreachable: arm 0"},
		{"hidden by Any", []Pattern{Any, Map()}, "arm 1: unreachable: arm 0"},
		{"hidden by fewer keys", []Pattern{Map(Key("a", Any)), Map(Key("b", Any), Key("a", Int))}, "arm 1: unreachable: arm 0"},
		{"hidden by a star", []Pattern{Seq(Any, Skip), Seq(Any, Any)}, "arm 1: unreachable: arm 0"},
		{"hidden by two together", []Pattern{Lit(true), Lit(false), x.As(Lit(true)), Any}, "arm 2: unreachable: arm 0 takes all"},
		{"hidden by both bools", []Pattern{Lit(true), Lit(false), All(Type[bool](), OneOf(Lit(true), Lit(false)))}, "arm 2: unreachable: arms 0 to 1 together"},
		{"hidden by ranges that meet", []Pattern{Less(0), AtLeast(0), Between(-1, 1)}, "arm 2: unreachable: arms 0 to 1 together"},
		{"hidden by the same prefix", []Pattern{Prefix("a"), Prefix("a")}, "arm 1: unreachable: arm 0"},
		{"a literal hidden by its prefix", []Pattern{Prefix("a"), Lit("ab")}, "arm 1: unreachable: arm 0"},
		{"contradiction", []Pattern{All(Lit(1), Lit(2))}, "arm 0: unreachable: it contradicts itself"},
		{"one name twice", []Pattern{Map(Key("a", x.As(Any)), Key("b", x.As(Any)))}, `$.b: "x" is bound here and at $.a`},
		{"two variables of one name", []Pattern{Seq(x.As(Any), Skip, twin.As(Any))}, `$[-1]: "x" is bound here and at $[0]`},
		{"alternatives that bind differently", []Pattern{Map(Key("k", OneOf(x.As(Lit(1)), Lit(2))))}, `$.k: alternative 0 binds "x" at $.k, alternative 1 does not`},
		{"the other alternative", []Pattern{OneOf(Lit(2), y.As(Lit(1)))}, `alternative 1 binds "y" at $, alternative 0 does not`},
		{"alternatives of different types", []Pattern{OneOf(x.As(Lit(1)), n.As(Lit(2)))}, "does not bind it"},
		{"duplicate keys", []Pattern{Map(Key("a", Any), Opt("b", Any), Opt("a", Int))}, `duplicate key "a": entries 0 and 2`},
		{"two stars", []Pattern{Seq(Skip, Any, Star(rest))}, "two stars: items 0 and 2"},
		{"two rests", []Pattern{Map(Rest(entries), Rest(NewVar[object]("more")))}, `two Rest entries: "entries" and "more"`},
		{"a star alone", []Pattern{Map(Key("a", Skip))}, "$.a: Star and Skip stand only among the items of a Seq"},
		{"a capture inside Not", []Pattern{Not(x.As(Any))}, `binds "x", but nothing can be bound inside Not`},
		{"a capture inside Each", []Pattern{Each(x.As(Any))}, "nothing can be bound"},
		{"a guard inside Not", []Pattern{All(x.As(Any), Not(When(x, func(any) bool { return true })))}, "cannot stand inside Not"},
		{"a guard on what is not bound", []Pattern{When(n, isSmall)}, `reads "n", which the arm does not bind`},
		{"a guard on what may be unbound", []Pattern{All(Map(Opt("a", n.As(Any))), When(n, isSmall))}, `bound only when an Opt at $.a is there`},
		{"a nil guard", []Pattern{All(n.As(Any), When(n, nil))}, `When("n", nil)`},
		{"a literal struct", []Pattern{Lit(struct{}{})}, "Lit(struct {}): want a string"},
		{"a literal NaN", []Pattern{Seq(Lit(math.NaN()))}, "$[0]: Lit(NaN)"},
		{"an empty range", []Pattern{Between(2, 1)}, "Between(2, 1) takes no value"},
		{"no alternative", []Pattern{OneOf()}, "OneOf() takes no value"},
		{"a nil regexp", []Pattern{Regexp(nil)}, "Regexp(nil)"},
		{"a zero entry", []Pattern{Map(Entry{})}, "a zero Entry"},
		{"too deep", []Pattern{deep}, "deeper than 1000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var arms []Arm[int]
			for _, p := range tt.arms {
				arms = append(arms, Case(p, nothing))
			}
			_, err := Compile(arms...)
			require.ErrorContains(t, err, tt.want)
			require.ErrorContains(t, err, "matching: Compile: arm ")
			require.Panics(t, func() { MustCompile(arms...) })
		})
	}
	_, err := Compile(Case[int](Any, nil))
	require.ErrorContains(t, err, "arm 0: no function")
	require.PanicsWithValue(t, "matching: a zero Var: make it with NewVar", func() { (Var[int]{}).As(Any) })
}

func TestCompileAccepts(t *testing.T) {
	n, m := NewVar[int]("n"), NewVar[int]("m")
	for name, arms := range map[string][]Pattern{
		"a guard hides nothing":           {All(n.As(Any), When(n, isSmall)), Int},
		"NaN is beyond all ranges":        {Less(0), AtLeast(0), Number},
		"a range above a range":           {Between(400, 499), Between(400, 599)},
		"a guard in an Opt":               {Map(Opt("a", All(n.As(Any), When(n, isSmall))))},
		"a guard over two alternatives":   {All(OneOf(n.As(Lit(1)), Seq(n.As(Any))), When(n, isSmall)), Seq(Any)},
		"a guard that reads an outer one": {Seq(n.As(Any), OneOf(All(m.As(Any), Equal(n, m)), m.As(Lit(7))))},
		"many optional keys":              {manyOptional(12)},
	} {
		t.Run(name, func(t *testing.T) {
			var list []Arm[int]
			for _, p := range arms {
				list = append(list, Case(p, nothing))
			}
			_, err := Compile(list...)
			require.NoError(t, err)
		})
	}
}

func manyOptional(n int) Pattern {
	var es []Entry
	for i := range n {
		es = append(es, Opt(fmt.Sprint("key", i), NewVar[int](fmt.Sprint("v", i)).As(AtLeast(0))))
	}
	return Map(es...)
}

// TestTooManyRowsAreInterpreted is the way out when a tree would be too large.
func TestTooManyRowsAreInterpreted(t *testing.T) {
	set := MustCompile(Case(manyOptional(12), nothing), Case(Any, nothing))
	require.False(t, Compiled(set))
	var b Bindings
	require.Equal(t, 0, set.Index(object{"key3": 1}, &b))
	require.Equal(t, 1, set.Index(object{"key3": -1}, &b))
	require.Empty(t, slices.Collect(set.Uncovered(Any)), "too many rows are not searched")
}

func TestManyVariables(t *testing.T) {
	var es []Entry
	var vars []Var[int]
	v := object{}
	for i := range 20 {
		x := NewVar[int](fmt.Sprint("x", i))
		vars = append(vars, x)
		es = append(es, Key(fmt.Sprint("k", i), x.As(Any)))
		v[fmt.Sprint("k", i)] = i
	}
	set := MustCompile(Case(Map(es...), nothing))
	var b Bindings
	require.Equal(t, 0, set.Index(v, &b))
	for i, x := range vars {
		require.Equal(t, i, x.Get(&b))
	}
	var too []Pattern
	for i := range 65 {
		too = append(too, NewVar[int](fmt.Sprint("x", i)).As(Any))
	}
	_, err := Compile(Case(All(too...), nothing))
	require.ErrorContains(t, err, "binds 65 variables, at most 64")
}

package matching_test

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	. "github.com/goconcepts/cookbook/matching"
)

// The variables that generated patterns bind.
var (
	anyVar   = NewVar[any]("any")
	intVar   = NewVar[int]("int")
	floatVar = NewVar[float64]("float")
	textVar  = NewVar[string]("text")
	itemsVar = NewVar[[]any]("items")
	wordsVar = NewVar[[]string]("words")
	restVar  = NewVar[map[string]any]("rest")
	otherVar = NewVar[any]("other")

	startsA = regexp.MustCompile("^a")
)

type (
	ownMap    map[string]any
	ownList   []any
	ownString string
	ownInt    int8
)

// dump is all that is bound, as text.
func dump(b *Bindings) string {
	out := ""
	add := func(name string, v any, ok bool) {
		if ok {
			out += fmt.Sprintf("%s=%#v;", name, v)
		}
	}
	a, ok := anyVar.Lookup(b)
	add("any", a, ok)
	i, ok := intVar.Lookup(b)
	add("int", i, ok)
	f, ok := floatVar.Lookup(b)
	add("float", f, ok)
	s, ok := textVar.Lookup(b)
	add("text", s, ok)
	items, ok := itemsVar.Lookup(b)
	add("items", items, ok)
	words, ok := wordsVar.Lookup(b)
	add("words", words, ok)
	rest, ok := restVar.Lookup(b)
	add("rest", rest, ok)
	o, ok := otherVar.Lookup(b)
	add("other", o, ok)
	return out
}

var scalars = []any{
	nil, true, false, 0, 1, -1, 2, 404, 1.0, 1.5, 404.0, math.NaN(), math.Inf(1), uint64(math.MaxUint64), int64(math.MinInt64),
	float64(1 << 53), int64(1<<53 + 1), json.Number("9007199254740993"), json.Number("404"), json.Number("1e2"),
	json.Number("18446744073709551617"), json.Number("x"), "", "a", "b", "ab", "ba", "404", ownString("a"), ownInt(1),
	struct{}{},
	float32(1.5),
}

var keys = []string{"a", "b", "c"}

func valueGen(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		kind := 0
		if depth > 0 {
			kind = rapid.IntRange(0, 6).Draw(t, "kind")
		}
		switch kind {
		case 1, 2:
			m := rapid.MapOfN(rapid.SampledFrom(keys), valueGen(depth-1), 0, 3).Draw(t, "map")
			if kind == 2 {
				return ownMap(m)
			}
			return m
		case 3, 4:
			l := rapid.SliceOfN(valueGen(depth-1), 0, 4).Draw(t, "list")
			if kind == 4 {
				return ownList(l)
			}
			return l
		case 5:
			return rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "ab"}), 0, 4).Draw(t, "words")
		}
		return rapid.SampledFrom(scalars).Draw(t, "scalar")
	})
}

var literals = []any{nil, true, false, 0, 1, -1, 404, 1.5, uint64(math.MaxUint64), int64(1<<53 + 1), json.Number("18446744073709551617"), "", "a", "b", "ab"}

func scalarGen() *rapid.Generator[Pattern] {
	return rapid.Custom(func(t *rapid.T) Pattern {
		switch rapid.IntRange(0, 13).Draw(t, "scalar") {
		case 0:
			return Any
		case 1:
			return Number
		case 2:
			return Int
		case 3:
			return Between(rapid.IntRange(-1, 1).Draw(t, "lo"), rapid.IntRange(1, 404).Draw(t, "hi"))
		case 4:
			return Less(rapid.SampledFrom([]float64{-1, 0, 1, 1.5, 404, 1 << 53}).Draw(t, "less"))
		case 5:
			return AtLeast(rapid.SampledFrom([]float64{-1, 0, 1, 1.5, 404, 1 << 53}).Draw(t, "least"))
		case 6:
			return Prefix(rapid.SampledFrom([]string{"", "a"}).Draw(t, "prefix"))
		case 7:
			return Suffix(rapid.SampledFrom([]string{"", "b"}).Draw(t, "suffix"))
		case 8:
			return Regexp(startsA)
		case 9:
			return rapid.SampledFrom([]Pattern{Type[string](), Type[int](), Type[fmt.Stringer](), Null}).Draw(t, "type")
		}
		return Lit(rapid.SampledFrom(literals).Draw(t, "literal"))
	})
}

func isSmall(i int) bool    { return i < 100 }
func isShort(s string) bool { return len(s) < 2 }

// patternGen makes patterns of which some bind variables, and some too many.
func patternGen(depth int) *rapid.Generator[Pattern] {
	return rapid.Custom(func(t *rapid.T) Pattern {
		if depth == 0 {
			return scalarGen().Draw(t, "leaf")
		}
		sub := patternGen(depth - 1)
		switch rapid.IntRange(0, 14).Draw(t, "pattern") {
		case 0:
			return OneOf(rapid.SliceOfN(sub, 1, 3).Draw(t, "alternatives")...)
		case 1:
			return All(rapid.SliceOfN(sub, 0, 2).Draw(t, "parts")...)
		case 2:
			return Not(scalarGen().Draw(t, "not"))
		case 3, 4, 5:
			return mapGen(sub).Draw(t, "map")
		case 6, 7, 8:
			return seqGen(sub).Draw(t, "seq")
		case 9:
			return Each(scalarGen().Draw(t, "each"))
		case 10:
			return Record(scalarGen().Draw(t, "key"), scalarGen().Draw(t, "value"))
		case 11:
			return anyVar.As(sub.Draw(t, "any"))
		case 12:
			return All(intVar.As(sub.Draw(t, "int")), rapid.SampledFrom([]Pattern{Any, When(intVar, isSmall)}).Draw(t, "guard"))
		case 13:
			return All(textVar.As(sub.Draw(t, "text")), rapid.SampledFrom([]Pattern{Any, When(textVar, isShort)}).Draw(t, "guard"))
		}
		return rapid.SampledFrom([]Pattern{
			floatVar.As(Any), OneOf(otherVar.As(Number), otherVar.As(Lit("a"))), anyVar.As(Any),
			All(anyVar.As(Any), otherVar.As(Any), Equal(anyVar, otherVar)),
		}).Draw(t, "capture")
	})
}

func mapGen(sub *rapid.Generator[Pattern]) *rapid.Generator[Pattern] {
	return rapid.Custom(func(t *rapid.T) Pattern {
		var es []Entry
		for _, key := range keys {
			switch rapid.IntRange(0, 3).Draw(t, "entry") {
			case 0, 1:
				es = append(es, Key(key, sub.Draw(t, "value")))
			case 2:
				es = append(es, Opt(key, sub.Draw(t, "value")))
			}
		}
		switch rapid.IntRange(0, 5).Draw(t, "others") {
		case 0:
			es = append(es, Exact)
		case 1:
			es = append(es, Rest(restVar))
		}
		return Map(es...)
	})
}

func seqGen(sub *rapid.Generator[Pattern]) *rapid.Generator[Pattern] {
	return rapid.Custom(func(t *rapid.T) Pattern {
		items := rapid.SliceOfN(sub, 0, 3).Draw(t, "items")
		at := rapid.IntRange(0, len(items)).Draw(t, "at")
		star := rapid.SampledFrom([]Pattern{{}, Skip, Star(itemsVar), Star(wordsVar)}).Draw(t, "star")
		if star == (Pattern{}) {
			return Seq(items...)
		}
		return Seq(append(append(append([]Pattern{}, items[:at]...), star), items[at:]...)...)
	})
}

func nothing(*Bindings) (int, error) { return 0, nil }

// agree wants the tree to take what the interpreter takes and to bind what it binds.
func agree(t *rapid.T) {
	var arms []Arm[int]
	for _, p := range rapid.SliceOfN(patternGen(3), 1, 5).Draw(t, "arms") {
		if _, err := Compile(Case(p, nothing)); err == nil {
			arms = append(arms, Case(p, nothing))
		}
	}
	set := Unchecked(arms...)
	if len(arms) == 0 {
		t.SkipNow()
	}
	compiled.Add(1)
	if !Compiled(set) {
		compiled.Add(-1)
		t.SkipNow()
	}
	_, hidden := Compile(arms...)
	reached := make([]bool, len(arms))
	var got Bindings // Used again: nothing of one match may show in the next.
	for range 20 {
		v := valueGen(3).Draw(t, "value")
		var want Bindings
		i := Interpret(set, v, &want)
		require.Equal(t, i, set.Index(v, &got), "value %#v", v)
		require.Equal(t, dump(&want), dump(&got), "value %#v", v)
		require.Equal(t, i < 0, set.Explain(v) != nil)
		if i >= 0 {
			reached[i] = true
		}
	}
	if hidden != nil {
		require.Contains(t, reached, false, "all arms are reached, but Compile says: %v", hidden)
	}
}

// compiled counts the sets that became a tree.
var compiled atomic.Int64

func TestTreeAgreesWithInterpreter(t *testing.T) {
	compiled.Store(0)
	rapid.Check(t, agree)
	require.Greater(t, compiled.Load(), int64(90), "too few sets became trees")
}

func FuzzTreeAgreesWithInterpreter(f *testing.F) { f.Fuzz(rapid.MakeFuzz(agree)) }

package matching_test

import (
	"encoding/json"
	"errors"
	"math"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/goconcepts/cookbook/matching"
)

type object = map[string]any

// cyclic contains itself.
func cyclic() any {
	list := make([]any, 2)
	m := object{"self": nil, "list": list}
	m["self"], list[0], list[1] = m, m, list
	return m
}

// TestRules are the rules of doc.go, one by one.
func TestRules(t *testing.T) {
	big := json.Number("9007199254740993") // 2^53 + 1
	tests := []struct {
		rule string
		p    Pattern
		yes  []any
		no   []any
	}{
		{"the zero Pattern is Any", Pattern{}, []any{nil, 1, "", object{}}, nil},
		{"null is nil and nothing else", Null, []any{nil}, []any{0, "", (*int)(nil), object(nil), []any(nil)}},
		{"an int literal takes every type", Lit(404), []any{404, 404.0, uint16(404), float32(404), json.Number("404"), json.Number("4.04e2"), time.Duration(404)}, []any{"404", 404.5, true, nil, json.Number("4040")}},
		{"a float literal takes ints", Lit(1.0), []any{1, uint8(1), json.Number("1.0")}, []any{true, "1", 1.5}},
		{"2^53+1 is not 2^53", Lit(int64(1<<53 + 1)), []any{int64(1<<53 + 1), big}, []any{float64(1 << 53), int64(1 << 53), json.Number("9007199254740992")}},
		{"2^53+1 with a point is exact too", Lit(int64(1<<53 + 1)), []any{json.Number("9007199254740993.0"), json.Number("90071992547409930e-1")}, nil},
		{"numbers beyond 64 bits are exact", Lit(json.Number("18446744073709551617")), []any{json.Number("18446744073709551617")}, []any{float64(1 << 64), json.Number("18446744073709551616"), uint64(math.MaxUint64)}},
		{"the largest uint64", Lit(uint64(math.MaxUint64)), []any{json.Number("18446744073709551615")}, []any{float64(1 << 64), -1, math.MaxInt}},
		{"NaN matches no literal and no range", OneOf(Lit(0), AtLeast(math.Inf(-1)), Less(1)), []any{0, 1, math.Inf(1)}, []any{math.NaN()}},
		{"NaN is a number, and no integer", Number, []any{math.NaN(), 1}, []any{"1", true, json.Number("NaN"), json.Number("")}},
		{"Int is a whole number of any type", Int, []any{1, 1.0, uint(1), json.Number("1e400"), 1e300}, []any{1.5, math.NaN(), math.Inf(1), true, "1"}},
		{"true is not 1", Lit(1), nil, []any{true}},
		{"1 is not true", Lit(true), []any{true}, []any{1, false, "true"}},
		{"minus zero is zero", Lit(0), []any{math.Copysign(0, -1), json.Number("-0")}, nil},
		{"both ends of Between are in", Between(400, 499), []any{400, 499, 499.0, 450.5}, []any{399, 500, 499.5, "400", nil}},
		{"Less is open, AtLeast closed", All(AtLeast(400), Less(500)), []any{400, 499.9}, []any{500, 399.9, json.Number("500.0")}},
		{"ranges compare without loss", AtLeast(int64(1<<53 + 1)), []any{big, int64(1<<53 + 1)}, []any{float64(1 << 53), int64(1 << 53)}},
		{"below the least int64", Less(int64(math.MinInt64)), []any{json.Number("-9223372036854775809"), -1e300, json.Number("-1e999")}, []any{int64(math.MinInt64), -0x1p63}},
		{"strings", Prefix("ab"), []any{"ab", "abc", ownString("abc")}, []any{"a", "", 1, []string{"ab"}, json.Number("12")}},
		{"suffix", Suffix("bc"), []any{"abc"}, []any{"abcd"}},
		{"regexp", Regexp(regexp.MustCompile(`^\d+$`)), []any{"12"}, []any{"x12", 12, json.Number("12")}},
		{"a defined string is a string", Lit("a"), []any{ownString("a")}, []any{[]byte("a"), 'a'}},
		{"a json.Number is no string", Lit("12"), []any{"12"}, []any{json.Number("12")}},
		{"other keys are ignored", Map(Key("a", Lit(1))), []any{object{"a": 1}, object{"a": 1, "b": 2}, ownMap{"a": 1}, map[string]int{"a": 1}, map[ownString]float64{"a": 1}}, []any{object{}, object{"a": 2}, map[int]int{}, nil, []any{}}},
		{"Exact takes no other keys", Map(Key("a", Any), Opt("b", Any), Exact), []any{object{"a": 1}, object{"a": 1, "b": 2}}, []any{object{"a": 1, "c": 3}, object{"b": 2}}},
		{"a missing key is not null", Map(Key("a", Null)), []any{object{"a": nil}}, []any{object{}}},
		{"null is not missing", Map(Opt("a", Int)), []any{object{}, object{"a": 1}}, []any{object{"a": nil}, object{"a": "1"}}},
		{"Map() takes every map", Map(), []any{object{}, object(nil), map[string]bool{"a": true}}, []any{nil, 1}},
		{"a sequence is any slice", Seq(Lit(1), Lit(2)), []any{[]any{1, 2}, []int{1, 2}, ownList{1, 2.0}, []byte{1, 2}}, []any{[]any{1}, []any{1, 2, 3}, []any{2, 1}, [2]int{1, 2}}},
		{"a string is no sequence", Seq(Skip), []any{[]any{}, []any(nil)}, []any{"ab", ownString(""), nil}},
		{"a star in front", Seq(Skip, Lit("z")), []any{[]any{"z"}, []any{"a", "z"}}, []any{[]any{}, []any{"z", "a"}}},
		{"a star in the middle, in order", Seq(Lit("a"), Skip, Lit("z")), []any{[]any{"a", "z"}, []string{"a", "m", "z"}}, []any{[]any{"a"}, []any{"z", "a"}}},
		{"Each takes the empty one", Each(Int), []any{[]any{}, []any{1, 2.0}, []int{1}}, []any{[]any{1, "2"}, object{}}},
		{"Record", Record(Prefix("x-"), Int), []any{object{}, map[string]int{"x-a": 1}}, []any{object{"x-a": "1"}, object{"y": 1}, nil}},
		{"Not", Not(Lit(1)), []any{2, "1", nil, true}, []any{1, 1.0}},
		{"Type is an assertion", Type[error](), []any{errors.New("x")}, []any{nil, "x"}},
		{"Type converts nothing", Type[int](), []any{1}, []any{1.0, int8(1), ownInt(1)}},
		{"a wrong type is no match", Map(Key("status", Between(400, 499))), nil, []any{object{"status": "404"}, object{"status": []any{}}, object{"status": nil}, 404}},
		{"a cyclic value ends", Map(Key("self", Map(Key("self", Map(Key("list", Seq(Any, Each(Any)))))))), []any{cyclic()}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			set := MustCompile(Case(tt.p, nothing))
			require.True(t, Compiled(set))
			for _, v := range tt.yes {
				require.Equal(t, 0, set.Index(v, nil), "%#v", v)
				require.Equal(t, 0, Interpret(set, v, new(Bindings)), "%#v", v)
				require.Nil(t, set.Explain(v))
			}
			for _, v := range tt.no {
				require.Equal(t, -1, set.Index(v, nil), "%#v", v)
				require.Equal(t, -1, Interpret(set, v, new(Bindings)), "%#v", v)
				require.Len(t, set.Explain(v), 1)
			}
		})
	}
}

// capture returns what a variable of type T keeps of v.
func capture[T any](v any) (got T, err error) {
	x := NewVar[T]("x")
	return MustCompile(Case(x.As(Any), func(b *Bindings) (T, error) { return x.Get(b), nil })).Match(v)
}

func kept[T any](t *testing.T, want T, v any) {
	t.Helper()
	got, err := capture[T](v)
	require.NoError(t, err, "%#v", v)
	require.Equal(t, want, got)
}

func refused[T any](t *testing.T, values ...any) {
	t.Helper()
	for _, v := range values {
		_, err := capture[T](v)
		require.ErrorIs(t, err, ErrNoMatch, "%#v", v)
	}
}

func TestVariablesConvertWithoutLoss(t *testing.T) {
	kept(t, 404, 404.0)
	kept(t, 404, json.Number("404"))
	kept(t, int64(1<<53+1), json.Number("9007199254740993"))
	kept(t, uint8(255), 255.0)
	kept(t, uint64(math.MaxUint64), json.Number("18446744073709551615"))
	kept(t, int8(-128), -128)
	kept(t, float32(1.5), 1.5)
	kept(t, 1.0, 1)
	kept(t, time.Second, 1e9)
	kept(t, ownInt(7), uint16(7))
	kept(t, "a", ownString("a"))
	kept(t, ownString("a"), "a")
	kept(t, true, true)
	kept(t, object{"a": 1}, ownMap{"a": 1})
	kept(t, []any{1}, ownList{1})
	kept(t, json.Number("1"), json.Number("1"))
	kept[any](t, nil, nil)
	kept[error](t, errOther, errOther)

	refused[int](t, 404.5, "404", true, nil, 1e300, uint64(math.MaxUint64), math.NaN(), json.Number("x"))
	refused[uint8](t, 256, -1, 1.5)
	refused[uint64](t, -1, 0x1p64)
	refused[float64](t, int64(1<<53+1), json.Number("9007199254740993"), "1")
	refused[float32](t, 0.1)
	refused[string](t, 1, nil, json.Number("1"), []byte("a"), 'a')
	refused[bool](t, 1, "true", nil)
	refused[object](t, map[string]int{"a": 1}, nil)
	refused[json.Number](t, "1", 1)
	refused[error](t, nil, "x")
}

var errOther = errors.New("other")

func TestNothingStaysBoundAfterFailure(t *testing.T) {
	x, y := NewVar[any]("x"), NewVar[any]("y")
	set := MustCompile(
		Case(All(Map(Key("a", x.As(Any)), Key("b", y.As(Any))), When(x, func(any) bool { return false })), nothing),
		Case(Map(Key("a", Int), Key("b", y.As(Any))), nothing),
		Case(Map(Key("b", Any)), nothing),
	)
	for _, index := range []func(any, *Bindings) int{set.Index, func(v any, b *Bindings) int { return Interpret(set, v, b) }} {
		var b Bindings
		require.Equal(t, 1, index(object{"a": 1, "b": 2}, &b))
		_, bound := x.Lookup(&b)
		require.False(t, bound, "x was bound by an arm whose guard failed")
		require.Equal(t, 2, y.Get(&b))
		require.Equal(t, 2, index(object{"a": "s", "b": 2}, &b))
		_, bound = y.Lookup(&b)
		require.False(t, bound, "y is of the match before")
		require.Equal(t, -1, index(1, &b))
		require.Panics(t, func() { y.Get(&b) })
	}
}

func TestGuardsComeLastAndInOrder(t *testing.T) {
	var calls []string
	x, y := NewVar[int]("x"), NewVar[int]("y")
	note := func(name string, result bool) func(int) bool {
		return func(int) bool { calls = append(calls, name); return result }
	}
	set := MustCompile(
		Case(All(When(x, note("first", true)), Map(Key("x", All(x.As(Any), When(x, note("second", false)))), Key("y", y.As(Any)))), nothing),
		Case(Any, nothing),
	)
	require.Equal(t, 1, set.Index(object{"x": 1, "y": "no"}, nil))
	require.Empty(t, calls, "a guard ran before the pattern matched")
	require.Equal(t, 1, set.Index(object{"x": 1, "y": 2}, nil))
	require.Equal(t, []string{"first", "second"}, calls)
}

func TestEqual(t *testing.T) {
	a, b := NewVar[any]("a"), NewVar[any]("b")
	set := MustCompile(Case(All(Map(Key("a", a.As(Any)), Key("b", b.As(Any))), Equal(a, b)), nothing))
	same := func(x, y any) bool { return set.Index(object{"a": x, "b": y}, nil) == 0 }
	require.True(t, same(1, 1.0))
	require.True(t, same(object{"k": []any{1, nil}}, ownMap{"k": []float64{1}[:1]}) == false)
	require.True(t, same(object{"k": []any{1, "s"}}, ownMap{"k": ownList{1.0, ownString("s")}}))
	require.False(t, same(true, 1))
	require.False(t, same(math.NaN(), math.NaN()))
	require.False(t, same([]any{1}, []any{1, 2}))
	require.False(t, same([]any{func() {}}, []any{func() {}}), "functions cannot be compared")
	require.False(t, same(cyclic(), cyclic()), "what is not compared is not equal")
}

func TestStarSharesAndCannotGrowIntoTheRest(t *testing.T) {
	rest := NewVar[[]any]("rest")
	words := NewVar[[]string]("words")
	set := MustCompile(Case(Seq(Any, Star(words), Any), nothing), Case(Seq(Any, Star(rest), Any), nothing))
	list := []any{1, 2, 3, 4}
	var b Bindings
	require.Equal(t, 1, set.Index(list, &b))
	part := rest.Get(&b)
	require.Equal(t, []any{2, 3}, part)
	_ = append(part, "new")
	part[0] = "seen"
	require.Equal(t, []any{1, "seen", 3, 4}, list)

	require.Equal(t, 0, set.Index([]any{1, "a", 2}, &b), "items that suit the variable are converted")
	require.Equal(t, []string{"a"}, words.Get(&b))
	require.Equal(t, 0, set.Index([]int{1, 2}, &b), "no items suit every variable")
	require.Empty(t, words.Get(&b))
}

func TestRestLeavesOutNamedKeys(t *testing.T) {
	rest := NewVar[object]("rest")
	set := MustCompile(Case(Map(Key("a", Any), Opt("b", Any), Rest(rest)), nothing))
	var b Bindings
	v := object{"a": 1, "b": 2, "c": 3}
	require.Equal(t, 0, set.Index(v, &b))
	got := rest.Get(&b)
	require.Equal(t, object{"c": 3}, got)
	got["d"] = 4
	require.Len(t, v, 3, "the rest is a map of its own")
	require.Equal(t, 0, set.Index(map[string]int{"a": 1}, &b))
	require.Empty(t, rest.Get(&b))
}

func TestMatchTellsZeroFromNoMatch(t *testing.T) {
	set := MustCompile(Case(Lit(1), nothing), Case(Lit(2), func(*Bindings) (int, error) { return 0, errOther }))
	got, err := set.Match(1)
	require.NoError(t, err)
	require.Zero(t, got)
	_, err = set.Match(2)
	require.ErrorIs(t, err, errOther)
	_, err = set.Match(3)
	require.ErrorIs(t, err, ErrNoMatch)
}

func TestPanicOfAGuardOrArmReachesTheCaller(t *testing.T) {
	x := NewVar[int]("x")
	set := MustCompile(
		Case(All(x.As(Lit(1)), When(x, func(int) bool { panic("guard") })), nothing),
		Case(Any, func(*Bindings) (int, error) { panic("arm") }))
	require.PanicsWithValue(t, "guard", func() { _, _ = set.Match(1) })
	require.PanicsWithValue(t, "arm", func() { _, _ = set.Match(2) })
}

func TestOneSetServesManyGoroutines(t *testing.T) {
	set := responseSet()
	done := make(chan int)
	for range 4 {
		go func() {
			var b Bindings
			sum := 0
			for range 500 {
				for _, v := range responses {
					sum += set.Index(v, &b)
				}
			}
			done <- sum
		}()
	}
	want := <-done
	for range 3 {
		require.Equal(t, want, <-done)
	}
}

func TestIndexAllocatesNothing(t *testing.T) {
	set := responseSet()
	commands, subjects := commandSet()
	require.Zero(t, testing.AllocsPerRun(100, func() {
		var b Bindings
		for _, v := range responses {
			switch set.Index(v, &b) {
			case 0:
				_ = benchData.Get(&b)
			case 2:
				_ = benchError.Get(&b)
			case 3:
				_ = benchStatus.Get(&b)
			}
		}
		for _, v := range subjects {
			if i := commands.Index(v, &b); i == 1 || i == 2 {
				_ = cmdRest.Get(&b)
			}
		}
	}))
}

func TestResponseAgreesWithHand(t *testing.T) {
	set := responseSet()
	var b Bindings
	for _, v := range responses {
		arm, _, text, status := byHand(v)
		require.Equal(t, arm, set.Index(v, &b), "%v", v)
		if got, ok := benchError.Lookup(&b); ok {
			require.Equal(t, text, got)
		}
		if got, ok := benchStatus.Lookup(&b); ok {
			require.Equal(t, status, got)
		}
	}
}

func TestUncovered(t *testing.T) {
	schema := Map(Key("status", OneOf(Lit(200), Lit(404), Lit(500))), Opt("data", Any), Opt("error", Type[string]()))
	gaps := slices.Collect(responseSetWithout().Uncovered(schema))
	require.Contains(t, gaps, object{"status": int64(500)}, "500 without error")
	require.Contains(t, gaps, object{"status": int64(200)}, "200 without data")
	for _, v := range gaps {
		require.Equal(t, -1, responseSetWithout().Index(v, nil), "%v", v)
	}
	require.Empty(t, slices.Collect(responseSet().Uncovered(schema)))

	lengths := MustCompile(Case(Seq(), nothing), Case(Seq(Int), nothing), Case(Seq(Int, Int, Skip), nothing))
	require.Empty(t, slices.Collect(lengths.Uncovered(OneOf(Seq(), Seq(Int), Seq(Int, Int, Int)))))
	require.NotEmpty(t, slices.Collect(lengths.Uncovered(Seq(Any))))
	numbers := MustCompile(Case(Less(0), nothing), Case(AtLeast(1), nothing))
	for v := range numbers.Uncovered(Number) {
		require.Equal(t, -1, numbers.Index(v, nil))
	}
	for v := range numbers.Uncovered(Int) {
		require.InDelta(t, 0, v, 0)
	}
	require.Panics(t, func() { numbers.Uncovered(Lit(struct{}{})) })
}

// responseSetWithout is the document's handler without its last arm.
func responseSetWithout() *Set[int] {
	return MustCompile(
		Case(Map(Key("status", Lit(200)), Key("data", Any)), nothing),
		Case(Map(Key("status", Lit(404))), nothing),
		Case(Map(Key("status", Lit(500)), Key("error", Any)), nothing),
		Case(Map(Key("status", Between(400, 499))), nothing),
	)
}

func TestExplain(t *testing.T) {
	set := responseSetWithout()
	var got []string
	for _, f := range set.Explain(object{"status": 500}) {
		got = append(got, f.String())
	}
	require.Equal(t, []string{
		"arm 0: $.status: want 200, got 500",
		"arm 1: $.status: want 404, got 500",
		"arm 2: $.error: want anything, got no such key",
		"arm 3: $.status: want a number from 400 to 499, got 500",
	}, got)
	x := NewVar[int]("x")
	guarded := MustCompile(Case(Seq(Any, All(x.As(Any), When(x, isSmall))), nothing))
	require.Equal(t, `arm 0: $: want a guard on "x"`, guarded.Explain([]any{1, 200})[0].String())
	require.Equal(t, `arm 0: $[1]: want a int, got "a"`, guarded.Explain([]any{1, "a"})[0].String())
	require.NotEmpty(t, guarded.Explain(cyclic()))
}

// TestClassOfOnePartThenLiteralOfAnother is the case in which the class of one item is
// followed by the question for a literal at another.
func TestClassOfOnePartThenLiteralOfAnother(t *testing.T) {
	set := MustCompile(Case(All(Seq(Number, Number), Seq(Lit(1), Any)), nothing), Case(Any, nothing))
	require.Equal(t, 0, set.Index([]any{1.0, 2.0}, nil))
	require.Equal(t, 1, set.Index([]any{2.0, 1.0}, nil))
}

func TestEqualEndsOnSharedParts(t *testing.T) {
	a, b := NewVar[any]("a"), NewVar[any]("b")
	set := MustCompile(Case(All(Seq(a.As(Any), b.As(Any)), Equal(a, b)), nothing))
	shared := any(1)
	for range 60 { // 2^60 items to compare, one by one.
		shared = []any{shared, shared}
	}
	require.Equal(t, -1, set.Index([]any{shared, shared}, nil))
}

func TestBindingsForgetTheMatchBefore(t *testing.T) {
	x := NewVar[int]("x")
	set := MustCompile(Case(Map(Opt("x", x.As(Any))), nothing))
	var b Bindings
	require.Equal(t, 0, set.Index(object{"x": 1}, &b))
	require.Equal(t, 1, x.Get(&b))
	require.Equal(t, 0, set.Index(object{}, &b))
	_, bound := x.Lookup(&b)
	require.False(t, bound)
}

package matching_test

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"

	"github.com/goconcepts/cookbook/matching"
)

// takes says for each value whether the pattern takes it.
func takes(p matching.Pattern, values ...any) {
	set := matching.MustCompile(matching.Case(p, func(*matching.Bindings) (bool, error) { return true, nil }))
	var answers []any
	for _, v := range values {
		ok, _ := set.Match(v)
		answers = append(answers, ok)
	}
	fmt.Println(answers...)
}

func say(words string) func(*matching.Bindings) (string, error) {
	return func(*matching.Bindings) (string, error) { return words, nil }
}

func ExamplePattern() {
	status := matching.Map(matching.Key("status", matching.Between(400, 499)))
	takes(status, map[string]any{"status": 404}, map[string]any{"status": "404"})
	// Output: true false
}

func ExamplePattern_String() {
	fmt.Println(matching.OneOf(matching.Null, matching.Between(1, 9)))
	// Output: null or a number from 1 to 9
}

func ExampleAny() {
	takes(matching.Any, 1, nil, "text")
	// Output: true true true
}

func ExampleNull() {
	takes(matching.Null, nil, 0, "")
	// Output: true false false
}

func ExampleNumber() {
	takes(matching.Number, 1, 1.5, uint8(1), true, "1")
	// Output: true true true false false
}

func ExampleInt() {
	takes(matching.Int, 1, 1.0, 1.5)
	// Output: true true false
}

func ExampleLit() {
	takes(matching.Lit(404), 404, 404.0, uint16(404), "404")
	takes(matching.Lit(1), true)
	// Output:
	// true true true false
	// false
}

func ExampleReal() {
	takes(matching.Less(uint8(10)), 9, 9.99, 10)
	// Output: true true false
}

func ExampleBetween() {
	takes(matching.Between(400, 499), 399, 400, 499, 500)
	// Output: false true true false
}

func ExampleAtLeast() {
	takes(matching.AtLeast(0.5), 0, 0.5, 1)
	// Output: false true true
}

func ExampleLess() {
	takes(matching.Less(500), 499, 500)
	// Output: true false
}

func ExamplePrefix() {
	takes(matching.Prefix("go"), "gopher", "ego")
	// Output: true false
}

func ExampleSuffix() {
	takes(matching.Suffix(".go"), "main.go", "go.mod")
	// Output: true false
}

func ExampleRegexp() {
	takes(matching.Regexp(regexp.MustCompile(`^v\d+$`)), "v2", "version 2")
	// Output: true false
}

func ExampleType() {
	takes(matching.Type[error](), errors.New("late"), "late")
	// Output: true false
}

func ExampleOneOf() {
	takes(matching.OneOf(matching.Lit(404), matching.Lit("404")), 404, "404", 405)
	// Output: true true false
}

func ExampleAll() {
	takes(matching.All(matching.Prefix("a"), matching.Suffix("z")), "a to z", "a to y")
	// Output: true false
}

func ExampleNot() {
	takes(matching.Not(matching.Null), 0, nil)
	// Output: true false
}

func ExampleMap() {
	user := matching.Map(matching.Key("name", matching.Prefix("")), matching.Opt("age", matching.Int))
	takes(user, map[string]any{"name": "Ann", "admin": true}, map[string]any{"name": "Bob", "age": "old"})
	// Output: true false
}

func ExampleEntry() {
	id := matching.Key("id", matching.Int)
	takes(matching.Map(id), map[string]int{"id": 1})
	takes(matching.Map(id, matching.Exact), map[string]int{"id": 1, "more": 2})
	// Output:
	// true
	// false
}

func ExampleKey() {
	takes(matching.Map(matching.Key("next", matching.Null)), map[string]any{"next": nil}, map[string]any{})
	// Output: true false
}

func ExampleOpt() {
	takes(matching.Map(matching.Opt("age", matching.Int)), map[string]any{}, map[string]any{"age": nil})
	// Output: true false
}

func ExampleExact() {
	takes(matching.Map(matching.Exact), map[string]any{}, map[string]any{"more": 1})
	// Output: true false
}

func ExampleRest() {
	others := matching.NewVar[map[string]any]("others")
	set := matching.MustCompile(matching.Case(
		matching.Map(matching.Key("id", matching.Int), matching.Rest(others)),
		func(b *matching.Bindings) (map[string]any, error) { return others.Get(b), nil },
	))
	fmt.Println(set.Match(map[string]any{"id": 7, "name": "Ann"}))
	// Output: map[name:Ann] <nil>
}

func ExampleRecord() {
	takes(matching.Record(matching.Prefix("x-"), matching.Int), map[string]any{"x-a": 1}, map[string]any{"y": 1})
	// Output: true false
}

func ExampleSeq() {
	takes(matching.Seq(matching.Lit("go"), matching.Any), []string{"go", "home"}, []any{"go"}, "go home")
	// Output: true false false
}

func ExampleSkip() {
	takes(matching.Seq(matching.Lit("go"), matching.Skip, matching.Lit("home")), []string{"go", "right", "home"}, []string{"go"})
	// Output: true false
}

func ExampleStar() {
	rest := matching.NewVar[[]string]("rest")
	set := matching.MustCompile(matching.Case(matching.Seq(matching.Lit("drop"), matching.Star(rest)),
		func(b *matching.Bindings) (int, error) { return len(rest.Get(b)), nil }))
	fmt.Println(set.Match([]any{"drop", "key", "lamp"}))
	// Output: 2 <nil>
}

func ExampleEach() {
	takes(matching.Each(matching.Int), []any{1, 2.0}, []any{1, "2"}, []int{})
	// Output: true false true
}

func ExampleVar() {
	n := matching.NewVar[int]("n")
	set := matching.MustCompile(matching.Case(n.As(matching.Any),
		func(b *matching.Bindings) (int, error) { return 2 * n.Get(b), nil }))
	fmt.Println(set.Match(21.0))
	fmt.Println(set.Match("21"))
	// Output:
	// 42 <nil>
	// 0 matching: no arm takes the value
}

func ExampleNewVar() {
	small := matching.NewVar[int8]("small")
	takes(small.As(matching.Any), 127.0, 128, 1.5)
	// Output: true false false
}

func ExampleVar_Lookup() {
	why := matching.NewVar[string]("why")
	set := matching.MustCompile(matching.Case(matching.Map(matching.Opt("error", why.As(matching.Any))),
		func(b *matching.Bindings) (string, error) {
			text, ok := why.Lookup(b)
			return fmt.Sprint(text, ok), nil
		}))
	fmt.Println(set.Match(map[string]any{"error": "disk "}))
	fmt.Println(set.Match(map[string]any{}))
	// Output:
	// disk true <nil>
	// false <nil>
}

func ExampleWhen() {
	n := matching.NewVar[int]("n")
	even := func(n int) bool { return n%2 == 0 }
	takes(matching.All(n.As(matching.Any), matching.When(n, even)), 2, 3)
	// Output: true false
}

func ExampleEqual() {
	a, b := matching.NewVar[any]("a"), matching.NewVar[any]("b")
	takes(matching.All(matching.Seq(a.As(matching.Any), b.As(matching.Any)), matching.Equal(a, b)), []any{1, 1.0}, []any{1, 2})
	// Output: true false
}

func ExampleArm() {
	arms := []matching.Arm[string]{matching.Case(matching.Lit(404), say("not found"))}
	arms = append(arms, matching.Case(matching.Any, say("something else")))
	fmt.Println(matching.MustCompile(arms...).Match(404))
	// Output: not found <nil>
}

func ExampleCase() {
	set := matching.MustCompile(matching.Case(matching.Number, say("a number")))
	fmt.Println(set.Match(1))
	// Output: a number <nil>
}

func ExampleCompile() {
	_, err := matching.Compile(
		matching.Case(matching.Between(400, 499), say("client error")),
		matching.Case(matching.Lit(404), say("not found")),
	)
	fmt.Println(err)
	// Output: matching: Compile: arm 1: unreachable: arm 0 takes all that it takes
}

func ExampleMustCompile() {
	set := matching.MustCompile(matching.Case(matching.Null, say("null")))
	fmt.Println(set.Match(nil))
	// Output: null <nil>
}

func ExampleSet_Match() {
	set := matching.MustCompile(matching.Case(matching.Lit(0), func(*matching.Bindings) (int, error) { return 0, nil }))
	for _, v := range []any{0, 1} {
		n, err := set.Match(v)
		fmt.Println(n, errors.Is(err, matching.ErrNoMatch))
	}
	// Output:
	// 0 false
	// 0 true
}

func ExampleSet_Index() {
	name := matching.NewVar[string]("name")
	set := matching.MustCompile(
		matching.Case(matching.Map(matching.Key("user", name.As(matching.Any))), say("")),
		matching.Case(matching.Map(matching.Key("group", name.As(matching.Any))), say("")),
	)
	var b matching.Bindings // One for the whole loop, on the stack.
	for _, v := range []any{map[string]any{"user": "ann"}, map[string]any{"group": "staff"}, 1} {
		switch set.Index(v, &b) {
		case 0:
			fmt.Println("user", name.Get(&b))
		case 1:
			fmt.Println("group", name.Get(&b))
		default:
			fmt.Println("neither")
		}
	}
	// Output:
	// user ann
	// group staff
	// neither
}

func ExampleBindings() {
	n := matching.NewVar[int]("n")
	var b matching.Bindings
	_, bound := n.Lookup(&b)
	fmt.Println(bound)
	// Output: false
}

func ExampleSet_Explain() {
	set := matching.MustCompile(matching.Case(matching.Map(matching.Key("user", matching.Map(matching.Key("age", matching.Int)))), say("ok")))
	for _, why := range set.Explain(map[string]any{"user": map[string]any{"age": "old"}}) {
		fmt.Println(why)
	}
	// Output: arm 0: $.user.age: want an integer, got "old"
}

func ExampleFailure() {
	set := matching.MustCompile(matching.Case(matching.Null, say("null")))
	why := set.Explain(7)[0]
	fmt.Println(why.Arm, why.Path, why.Want, why.Got)
	// Output: 0 $ null 7
}

func ExampleSet_Uncovered() {
	set := matching.MustCompile(
		matching.Case(matching.Map(matching.Key("status", matching.Lit(200))), say("ok")),
		matching.Case(matching.Map(matching.Key("status", matching.Lit(500)), matching.Key("error", matching.Any)), say("server error")),
	)
	status := matching.OneOf(matching.Lit(200), matching.Lit(500))
	for gap := range set.Uncovered(matching.Map(matching.Key("status", status), matching.Opt("error", matching.Any))) {
		fmt.Println(gap)
	}
	// Output: map[status:500]
}

func ExampleErrors() {
	set := matching.Errors(
		matching.Is(fs.ErrNotExist, func(error) (string, error) { return "make it", nil }),
		matching.As(nil, func(e *fs.PathError) (string, error) { return "give up on " + e.Path, nil }),
	)
	fmt.Println(set.Match(fmt.Errorf("load: %w", &fs.PathError{Op: "open", Path: "a.txt", Err: fs.ErrNotExist})))
	fmt.Println(set.Match(fmt.Errorf("load: %w", &fs.PathError{Op: "open", Path: "a.txt", Err: fs.ErrPermission})))
	// Output:
	// make it <nil>
	// give up on a.txt <nil>
}

func ExampleErrorSet() {
	set := matching.Errors(matching.Is(fs.ErrExist, func(error) (int, error) { return 1, nil }))
	_, err := set.Match(fs.ErrClosed)
	fmt.Println(errors.Is(err, matching.ErrNoMatch), errors.Is(err, fs.ErrClosed))
	// Output: true true
}

func ExampleErrorSet_Find() {
	set := matching.Errors(matching.As(nil, func(*fs.PathError) (int, error) { return 0, nil }))
	arm, found := set.Find(fmt.Errorf("load: %w", &fs.PathError{Op: "open", Path: "a.txt", Err: fs.ErrExist}))
	fmt.Println(arm, found)
	// Output: 0 open a.txt: file already exists
}

func ExampleErrorArm() {
	arms := []matching.ErrorArm[string]{
		matching.Is(fs.ErrExist, func(error) (string, error) { return "exists", nil }),
	}
	fmt.Println(matching.Errors(arms...).Match(fs.ErrExist))
	// Output: exists <nil>
}

func ExampleIs() {
	set := matching.Errors(matching.Is(fs.ErrExist, func(err error) (string, error) { return "found " + err.Error(), nil }))
	fmt.Println(set.Match(fmt.Errorf("make: %w", fs.ErrExist)))
	// Output: found file already exists <nil>
}

func ExampleAs() {
	temporary := func(e *fs.PathError) bool { return e.Op == "read" }
	set := matching.Errors(
		matching.As(temporary, func(e *fs.PathError) (string, error) { return "again: " + e.Path, nil }),
		matching.As(nil, func(e *fs.PathError) (string, error) { return "never: " + e.Path, nil }),
	)
	fmt.Println(set.Match(&fs.PathError{Op: "read", Path: "a", Err: fs.ErrClosed}))
	fmt.Println(set.Match(&fs.PathError{Op: "open", Path: "b", Err: fs.ErrClosed}))
	// Output:
	// again: a <nil>
	// never: b <nil>
}

package matching

import (
	. "github.com/goconcepts/cookbook/matching" //nolint:staticcheck // The patterns read as in the documentation.

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

var (
	data   = NewVar[any]("data")
	text   = NewVar[string]("text")
	status = NewVar[int]("status")
	name   = NewVar[string]("name")
	city   = NewVar[string]("city")
	rest   = NewVar[[]any]("rest")
)

// kept is where the captures go, so that they are read as an arm would.
type kept struct {
	n    int
	text string
	any  any
	list []any
}

var sink kept

func ours() peer { return peer{harness.Ours, oursFor} }

func arms(ps ...Pattern) (*Set[int], error) {
	var cases []Arm[int]
	for i, p := range ps {
		cases = append(cases, Case(p, func(*Bindings) (int, error) { return i, nil }))
	}
	return Compile(cases...)
}

func oursFor(work string) (classifier, error) {
	switch work {
	case responses:
		return oursResponses()
	case nested:
		return oursNested()
	case commands:
		return oursCommands()
	case keyed8:
		return oursKeyed(8)
	case keyed64:
		return oursKeyed(64)
	}
	return nil, nil
}

func oursResponses() (classifier, error) {
	set, err := arms(
		Map(Key("status", Lit(200)), Key("data", data.As(Any))),
		Map(Key("status", Lit(404))),
		Map(Key("status", Lit(500)), Key("error", text.As(Any))),
		Map(Key("status", status.As(Between(400, 499)))),
		Any,
	)
	var b Bindings
	return func(v any) int {
		arm := set.Index(v, &b)
		switch arm {
		case 0:
			sink.any = data.Get(&b)
		case 2:
			sink.text = text.Get(&b)
		case 3:
			sink.n = status.Get(&b)
		}
		return arm
	}, err
}

func oursNested() (classifier, error) {
	set, err := arms(
		Map(Key("user", Map(Key("name", name.As(Any)), Key("address", Map(Key("city", Lit("Berlin"))))))),
		Map(Key("user", Map(Key("role", Lit("admin")), Key("address", Map(Key("city", city.As(Any))))))),
		Map(Key("user", Map(Key("name", name.As(Any))))),
		Any,
	)
	var b Bindings
	return func(v any) int {
		arm := set.Index(v, &b)
		switch arm {
		case 0, 2:
			sink.text = name.Get(&b)
		case 1:
			sink.text = city.Get(&b)
		}
		return arm
	}, err
}

func oursCommands() (classifier, error) {
	set, err := arms(
		Seq(Lit("go"), name.As(Any)),
		Seq(Lit("drop"), Star(rest)),
		Seq(Lit("take"), Star(rest), name.As(Any)),
		Seq(name.As(Any), Skip),
	)
	var b Bindings
	return func(v any) int {
		arm := set.Index(v, &b)
		switch arm {
		case 0, 3:
			sink.text = name.Get(&b)
		case 1:
			sink.list = rest.Get(&b)
		case 2:
			sink.list, sink.text = rest.Get(&b), name.Get(&b)
		}
		return arm
	}, err
}

func oursKeyed(n int) (classifier, error) {
	var ps []Pattern
	for i := range n {
		ps = append(ps, Map(Key("type", Lit(eventName(i)))))
	}
	set, err := arms(ps...)
	var b Bindings
	return func(v any) int { return set.Index(v, &b) }, err
}

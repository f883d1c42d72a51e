package matching_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"testing"

	. "github.com/goconcepts/cookbook/matching"
)

// responses are the subjects of the response handler, as encoding/json decodes them.
var responses = []any{
	map[string]any{"status": 200.0, "data": "hello"},
	map[string]any{"status": 404.0},
	map[string]any{"status": 500.0, "error": "disk"},
	map[string]any{"status": 500.0},
	map[string]any{"status": 418.0, "error": "tea"},
	map[string]any{"status": "404"},
	map[string]any{"data": 1.0},
	"nothing",
}

var (
	benchData   = NewVar[any]("data")
	benchError  = NewVar[string]("error")
	benchStatus = NewVar[int]("status")
)

func responseSet() *Set[int] {
	return MustCompile(
		Case(Map(Key("status", Lit(200)), Key("data", benchData.As(Any))), nothing),
		Case(Map(Key("status", Lit(404))), nothing),
		Case(Map(Key("status", Lit(500)), Key("error", benchError.As(Any))), nothing),
		Case(Map(Key("status", benchStatus.As(Between(400, 499)))), nothing),
		Case(Any, nothing),
	)
}

// byHand is what one writes for just this handler: the arm, and what it captures.
func byHand(v any) (arm int, data any, text string, status int) {
	m, ok := v.(map[string]any)
	if !ok {
		return 4, nil, "", 0
	}
	s, ok := m["status"].(float64)
	if !ok {
		return 4, nil, "", 0
	}
	switch {
	case s == 200:
		if data, ok := m["data"]; ok {
			return 0, data, "", 0
		}
	case s == 404:
		return 1, nil, "", 0
	case s == 500:
		if text, ok := m["error"].(string); ok {
			return 2, nil, text, 0
		}
	case 400 <= s && s < 500 && s == float64(int(s)):
		return 3, nil, "", int(s)
	}
	return 4, nil, "", 0
}

func BenchmarkResponse(b *testing.B) {
	b.Run("hand", func(b *testing.B) {
		i, sum := 0, 0
		for b.Loop() {
			arm, _, text, status := byHand(responses[i&7])
			sum += arm + len(text) + status
			i++
		}
	})
	b.Run("index", func(b *testing.B) {
		set := responseSet()
		var binds Bindings
		b.ReportAllocs()
		i, sum := 0, 0
		for b.Loop() {
			arm := set.Index(responses[i&7], &binds)
			switch arm {
			case 0:
				_ = benchData.Get(&binds)
			case 2:
				sum += len(benchError.Get(&binds))
			case 3:
				sum += benchStatus.Get(&binds)
			}
			sum += arm
			i++
		}
	})
	b.Run("match", func(b *testing.B) {
		set := responseSet()
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			_, _ = set.Match(responses[i&7])
			i++
		}
	})
}

func keyedSet(n int) (*Set[int], []any) {
	var arms []Arm[int]
	var subjects []any
	for i := range n {
		name := fmt.Sprintf("event.%d.created", i)
		arms = append(arms, Case(Map(Key("type", Lit(name))), nothing))
		subjects = append(subjects, map[string]any{"type": name, "id": float64(i)})
	}
	return MustCompile(arms...), subjects
}

func BenchmarkKeyed(b *testing.B) {
	for _, n := range []int{8, 64} {
		set, subjects := keyedSet(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var binds Bindings
			i := 0
			for b.Loop() {
				if set.Index(subjects[i%n], &binds) != i%n {
					b.Fatal("wrong arm")
				}
				i++
			}
		})
	}
}

var (
	cmdVerb = NewVar[string]("verb")
	cmdRest = NewVar[[]any]("rest")
	cmdTo   = NewVar[string]("to")
)

func commandSet() (*Set[int], []any) {
	set := MustCompile(
		Case(Seq(Lit("go"), cmdTo.As(Any)), nothing),
		Case(Seq(Lit("drop"), Star(cmdRest)), nothing),
		Case(Seq(Lit("take"), Star(cmdRest), cmdTo.As(Any)), nothing),
		Case(Seq(cmdVerb.As(Any), Skip), nothing),
	)
	return set, []any{
		[]any{"go", "north"}, []any{"drop", "key", "lamp"}, []any{"take", "key", "lamp", "bag"}, []any{"look", "at", "it"},
	}
}

func BenchmarkCommands(b *testing.B) {
	set, subjects := commandSet()
	var binds Bindings
	i, sum := 0, 0
	for b.Loop() {
		switch set.Index(subjects[i&3], &binds) {
		case 0:
			sum += len(cmdTo.Get(&binds))
		case 1, 2:
			sum += len(cmdRest.Get(&binds))
		case 3:
			sum += len(cmdVerb.Get(&binds))
		}
		i++
	}
}

func benchErrors() []error {
	return []error{
		fmt.Errorf("load: %w", fmt.Errorf("read: %w", &httpError{404})),
		fmt.Errorf("load: %w", fmt.Errorf("read: %w", &fs.PathError{Op: "open", Path: "a", Err: fs.ErrNotExist})),
		fmt.Errorf("load: %w", fmt.Errorf("read: %w", &os.SyscallError{Syscall: "read", Err: errors.New("x")})),
		fmt.Errorf("load: %w", fmt.Errorf("read: %w", os.ErrDeadlineExceeded)),
	}
}

func BenchmarkErrors(b *testing.B) {
	errs := benchErrors()
	b.Run("ladder", func(b *testing.B) {
		i, sum := 0, 0
		for b.Loop() {
			err := errs[i&3]
			if _, ok := errors.AsType[*httpError](err); ok {
				sum++
			} else if _, ok := errors.AsType[*fs.PathError](err); ok {
				sum += 2
			} else if _, ok := errors.AsType[*os.SyscallError](err); ok {
				sum += 3
			} else if errors.Is(err, os.ErrDeadlineExceeded) {
				sum += 4
			}
			i++
		}
	})
	b.Run("walk", func(b *testing.B) {
		set := Errors(
			As(nil, func(*httpError) (int, error) { return 0, nil }),
			As(nil, func(*fs.PathError) (int, error) { return 0, nil }),
			As(nil, func(*os.SyscallError) (int, error) { return 0, nil }),
			Is(os.ErrDeadlineExceeded, func(error) (int, error) { return 0, nil }),
		)
		b.ReportAllocs()
		i, sum := 0, 0
		for b.Loop() {
			arm, _ := set.Find(errs[i&3])
			sum += arm
			i++
		}
	})
}

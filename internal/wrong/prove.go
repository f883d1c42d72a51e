package wrong

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/goconcepts/cookbook/internal/program"
)

// Limit is how long a twin may run.
const Limit = 10 * time.Second

// Errors of a [Result], for [errors.Is].
var (
	// ErrDidNotFail says that there is nothing wrong with the program.
	ErrDidNotFail = errors.New("did not fail")
	// ErrHang says that the program ran past the limit and was killed.
	ErrHang = errors.New("ran past the limit")
)

// OtherError says that a twin failed, but not as its first line says.
type OtherError struct {
	Want Want
	Saw  Evidence
	Kind Kind // "" for an exit status that is none of the kinds
}

// Error says what was wanted and what was seen.
func (e *OtherError) Error() string {
	return fmt.Sprintf("failed in another way: want %s, saw %s", e.Want, e.Saw)
}

// Evidence is the one line that shows how a program failed.
type Evidence struct {
	What  string // DATA RACE; panic: send on closed channel
	Where string // main.go:14, or empty
}

// String returns both parts.
func (e Evidence) String() string { return strings.TrimSpace(e.What + " " + e.Where) }

// Result is what became of a twin. Err is nil when it failed as it must; else
// [ErrDidNotFail], [ErrHang], an [*OtherError], or [program.ErrNoCompiler] when
// a race cannot be looked for here.
type Result struct {
	Evidence Evidence
	Err      error
}

// Prove builds and runs twins in the space, several at a time, and returns a
// result for each, in order. It starts the go command at most three times. A
// twin runs for limit at the most; [Limit] is the usual one. The error is about
// the environment.
func Prove(ctx context.Context, space *program.Space, twins []Twin, limit time.Duration) ([]Result, error) {
	results := make([]Result, len(twins))
	var plain, race, vet []int
	for i, t := range twins {
		switch t.Want.Kind {
		case Race:
			race = append(race, i)
		case Vet:
			vet = append(vet, i)
			plain = append(plain, i)
		default:
			plain = append(plain, i)
		}
	}
	runs := make([]program.Built, len(twins))
	err := build(ctx, space, twins, plain, program.Mode{}, runs)
	if err != nil {
		return nil, err
	}
	err = build(ctx, space, twins, race, program.Mode{Race: true}, runs)
	if errors.Is(err, program.ErrNoCompiler) {
		for _, i := range race {
			results[i].Err = err
		}
	} else if err != nil {
		return nil, err
	}
	complaints := make([]string, len(twins))
	if err := runVet(ctx, space, twins, vet, complaints); err != nil {
		return nil, err
	}
	err = eachTwin(len(twins), func(i int) error {
		if results[i].Err != nil {
			return nil
		}
		saw, err := observe(ctx, space, twins[i], runs[i], complaints[i], limit)
		results[i] = judge(twins[i].Want, saw)
		return err
	})
	return results, err
}

// build builds the twins at the indices and puts them into runs.
func build(
	ctx context.Context, space *program.Space, twins []Twin, indices []int, mode program.Mode, runs []program.Built,
) error {
	programs := make([]program.Program, len(indices))
	for k, i := range indices {
		files := map[string][]byte{"main.go": twins[i].Source}
		if twins[i].Want.Kind == Leak {
			files = withLeakCheck(twins[i].Source)
		}
		programs[k] = program.Program{Files: files}
	}
	built, err := space.Build(ctx, programs, mode)
	for k := range built {
		runs[indices[k]] = built[k]
	}
	return err
}

// runVet vets the twins at the indices and puts what is said into complaints.
func runVet(ctx context.Context, space *program.Space, twins []Twin, indices []int, complaints []string) error {
	programs := make([]program.Program, len(indices))
	for k, i := range indices {
		programs[k] = program.Program{Files: map[string][]byte{"main.go": twins[i].Source}}
	}
	said, err := space.Vet(ctx, programs)
	for k := range said {
		complaints[indices[k]] = said[k]
	}
	return err
}

// eachTwin calls f with 0 to n-1, several at a time, and joins the errors.
func eachTwin(n int, f func(i int) error) error {
	errs := make([]error, n)
	slots := make(chan struct{}, 2*runtime.GOMAXPROCS(0))
	var all sync.WaitGroup
	for i := range n {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			errs[i] = f(i)
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// leakMark begins the line after which the leak check prints what it found.
const leakMark = "cookbook: goroutines left behind"

// leakCheck is the main that runs a leak twin, whose own main is renamed.
const leakCheck = `package main

import (
	"fmt"
	"os"

	"go.uber.org/goleak"
)

func main() {
	twin()
	if err := goleak.Find(); err != nil {
		fmt.Fprintf(os.Stderr, "` + leakMark + `\n%v\n", err)
		os.Exit(1)
	}
}
`

// withLeakCheck returns the files of a leak twin. Source that does not parse is
// left alone, for the compiler to complain of.
func withLeakCheck(source []byte) map[string][]byte {
	files := map[string][]byte{"main.go": source}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "main.go", source, parser.SkipObjectResolution)
	if err != nil {
		return files
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Recv != nil || f.Name.Name != "main" {
			continue
		}
		// As many letters as before: positions stay what they were.
		at := fset.Position(f.Name.Pos()).Offset
		renamed := append([]byte(nil), source...)
		copy(renamed[at:], "twin")
		files["main.go"] = renamed
		files["leak_check.go"] = []byte(leakCheck)
	}
	return files
}

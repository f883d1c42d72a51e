package matching

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/go-check-sumtype"
	nishanths "github.com/nishanths/exhaustive/passes/exhaustive"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/matching/exhaustive"
)

// corpus has one program for each row, and each asks for one thing: save where T or *T is
// the question, methods have pointer receivers, so that only *T is a variant. A line with "// want" is one that a linter must
// report, and no other. The interfaces carry the comment that go-check-sumtype asks for.
//
//go:embed corpus/*.txt
var corpus embed.FS

func rows() []harness.Row {
	var rows []harness.Row
	for _, r := range []struct {
		name, file         string
		nishanths, sumtype bool // it has the feature
	}{
		{"a missing variant", "missing", true, true},
		{"generic variants of a generic interface", "generic", false, true},
		{"instances of a generic variant", "instances", false, true},
		{"T or *T, only as constructed", "pointers", true, true},
		{"a case that is an interface takes its variants", "embedded", true, true},
		{"an if-else chain", "chains", false, false},
		{"a default that hides a variant", "defaults", true, true},
		{"a default behind all variants is no matter", "complete", true, true},
		{"nil is no variant", "nils", true, true},
	} {
		row := harness.Row{Name: r.name, Limit: 2 * time.Minute}
		add := func(library string, lint linter) {
			row.Cells = append(row.Cells, harness.Cell{Library: library, Run: cell(r.file, lint)})
		}
		add(harness.Ours, analyze(exhaustive.Analyzer))
		if r.nishanths { // Its documentation says that generic types are not supported.
			add("github.com/nishanths/exhaustive", nishanthsTypes)
		}
		if r.sumtype {
			add("github.com/alecthomas/go-check-sumtype", checkSumtype)
		}
		rows = append(rows, row)
	}
	return rows
}

// linter returns the lines that it reports.
type linter func(pkgs []*packages.Package) ([]int, error)

func cell(file string, lint linter) func() error {
	return func() error {
		source, err := corpus.ReadFile("corpus/" + file + ".txt")
		if err != nil {
			return err
		}
		var want []int
		for i, line := range strings.Split(string(source), "\n") {
			if strings.Contains(line, "// want") {
				want = append(want, i+1)
			}
		}
		pkgs, err := load(source)
		if err != nil {
			return err
		}
		got, err := lint(pkgs)
		if err != nil {
			return err
		}
		slices.Sort(got)
		if got = slices.Compact(got); !slices.Equal(got, want) {
			return fmt.Errorf("reports lines %v, not %v", got, want)
		}
		return nil
	}
}

// load type-checks one program as a module of its own.
func load(source []byte) ([]*packages.Package, error) {
	dir, err := os.MkdirTemp("", "corpus-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	for name, text := range map[string][]byte{"go.mod": []byte("module example\n\ngo 1.26.0\n"), "example.go": source} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			return nil, err
		}
	}
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.LoadAllSyntax, Dir: dir, Env: append(os.Environ(), "GOWORK=off", "GOFLAGS="),
	}, "./...")
	switch {
	case err != nil:
		return nil, err
	case len(pkgs) != 1 || len(pkgs[0].Errors) > 0:
		return nil, fmt.Errorf("%d packages, errors %v", len(pkgs), pkgs[0].Errors)
	}
	return pkgs, nil
}

// analyze runs an analysis pass.
func analyze(a *analysis.Analyzer) linter {
	return func(pkgs []*packages.Package) ([]int, error) {
		graph, err := checker.Analyze([]*analysis.Analyzer{a}, pkgs, nil)
		if err != nil {
			return nil, err
		}
		var lines []int
		for _, root := range graph.Roots {
			if root.Err != nil {
				return nil, root.Err
			}
			for _, d := range root.Diagnostics {
				lines = append(lines, root.Package.Fset.Position(d.Pos).Line)
			}
		}
		return lines, nil
	}
}

// nishanthsTypes runs nishanths/exhaustive with -check=typeswitch: by default it looks at
// expression switches only.
func nishanthsTypes(pkgs []*packages.Package) ([]int, error) {
	if err := nishanths.Analyzer.Flags.Set("check", "typeswitch"); err != nil {
		return nil, err
	}
	return analyze(nishanths.Analyzer)(pkgs)
}

// checkSumtype runs go-check-sumtype with the flags of its command that these rows are about:
// -default-signifies-exhaustive=false and -include-shared-interfaces.
func checkSumtype(pkgs []*packages.Package) ([]int, error) {
	var lines []int
	for _, err := range gochecksumtype.Run(pkgs, gochecksumtype.Config{IncludeSharedInterfaces: true}) {
		parts := strings.Split(err.Error(), ":") // file:line:column: text
		if len(parts) < 3 {
			return nil, err
		}
		line, convErr := strconv.Atoi(parts[1])
		if convErr != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

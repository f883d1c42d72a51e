package matching

import (
	_ "embed"
	"fmt"
	"os/exec"
	"strings"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

//go:embed match.py
var matchPy string

// python runs the works in Python's match, where there is a python3 of 3.10 or later.
func python() harness.Table {
	return harness.Table{
		Name:    "the same in Python's match",
		Columns: []string{"work", "ns/subject"},
		Fill: func(add func(cells ...string)) error {
			exe, err := exec.LookPath("python3")
			if err != nil {
				add("no python3 here", "")
				return nil
			}
			out, err := exec.Command(exe, "-c", matchPy).CombinedOutput()
			if err != nil {
				return fmt.Errorf("python3: %w: %s", err, out)
			}
			for line := range strings.Lines(string(out)) {
				name, ns, _ := strings.Cut(strings.TrimSpace(line), "\t")
				add(name, ns)
			}
			return nil
		},
	}
}

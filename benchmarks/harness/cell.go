package harness

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/goconcepts/cookbook/internal/outcome"
)

// cellArg is the internal first argument of a process that runs one cell:
// cellArg, row, library, file for the verdict, then the arguments of the command.
const cellArg = "internal-cell"

// IsCell reports whether the arguments ask for one cell. A test binary that hands
// its topics to [Main] asks this in TestMain.
func IsCell(args []string) bool { return len(args) >= 4 && args[0] == cellArg }

// runCell runs one cell in this process and leaves its verdict in the file.
func runCell(args []string, topics []Topic, stderr io.Writer) int {
	row, library, file := args[1], args[2], args[3]
	s, err := parse(args[4:], topics, stderr)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return exitUsage
	}
	t, err := find(topics, s.topic)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return exitUsage
	}
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			if r.Name == row && c.Library == library {
				writeVerdict(file, c.Run)
				return exitOK
			}
		}
	}
	fmt.Fprintf(stderr, "no cell %q %q\n", row, library)
	return exitUsage
}

// writeVerdict runs the cell in a goroutine of its own, since a Goexit would end the caller's.
func writeVerdict(file string, run func() error) {
	done := make(chan verdict)
	go func() {
		var err error
		outcome.Run(func() { err = run() }, func(o outcome.Outcome) {
			switch {
			case o.Kind == outcome.Panicked:
				done <- verdict{crashed, fmt.Sprintf("panic: %v", o.Value)}
			case o.Kind == outcome.Exited:
				done <- verdict{crashed, "runtime.Goexit ended the caller"}
			case err != nil:
				done <- verdict{broken, err.Error()}
			default:
				done <- verdict{passed, ""}
			}
		})
	}()
	v := <-done
	if err := os.WriteFile(file+".part", []byte(v.word+"\n"+v.seen), 0o600); err != nil {
		panic(err)
	}
	// Renamed, so that a verdict that is there is whole.
	if err := os.Rename(file+".part", file); err != nil {
		panic(err)
	}
}

// readVerdict reads what [writeVerdict] wrote; false when there is nothing.
func readVerdict(file string) (verdict, bool) {
	text, err := os.ReadFile(file)
	if err != nil {
		return verdict{}, false
	}
	word, seen, _ := strings.Cut(string(text), "\n")
	return verdict{word, seen}, true
}

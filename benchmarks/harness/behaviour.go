package harness

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// cellLimit is how long a cell may take where its row says nothing.
const cellLimit = 10 * time.Second

// verdict is how a cell ended.
type verdict struct {
	word string // pass, FAILED, hang or crash
	seen string // what was seen, unless it passed
}

const (
	passed  = "pass"
	broken  = "FAILED"
	hanging = "hang"
	crashed = "crash"
)

// behave asks every cell and prints the rows in order, each when its last cell has ended.
func (t Topic) behave(s settings, stdout io.Writer, r *report) error {
	exe, err := self()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "cookbook-cells-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)

	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	verdicts := make([][]chan verdict, len(t.Rows))
	for i, row := range t.Rows {
		verdicts[i] = make([]chan verdict, len(row.Cells))
		for k := range row.Cells {
			verdicts[i][k] = make(chan verdict, 1)
		}
	}
	go func() { // starts the cells in order, as many at a time as there are slots
		for i, row := range t.Rows {
			for k, c := range row.Cells {
				slots <- struct{}{}
				file := filepath.Join(dir, fmt.Sprintf("%d-%d", i, k))
				go func() {
					verdicts[i][k] <- ask(exe, row, c.Library, file, s.args)
					<-slots
				}()
			}
		}
	}()

	var failed []error
	r.behaviour = newMatrix(t.libraries())
	for i, row := range t.Rows {
		fmt.Fprintf(stdout, "\n%s\n", row.Name)
		for k, c := range row.Cells {
			v := <-verdicts[i][k]
			fmt.Fprintln(stdout, cellLine(c.Library, v))
			r.behaviour.add(row.Name, c.Library, v)
			if c.Library == Ours && v.word != passed {
				failed = append(failed, fmt.Errorf("%s: ours: %s: %s", row.Name, v.word, v.seen))
			}
		}
	}
	fmt.Fprint(stdout, "\n", r.behaviour.totals().text())
	return errors.Join(failed...)
}

// ask runs one cell in a child process.
func ask(exe string, row Row, library, file string, args []string) verdict {
	limit := row.Limit
	if limit == 0 {
		limit = cellLimit
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, exe, append([]string{cellArg, row.Name, library, file}, args...)...)
	said := &head{limit: 64 << 10}
	cmd.Stderr = said
	cmd.WaitDelay = time.Second // a grandchild may hold the pipe open
	err := cmd.Run()
	if v, ok := readVerdict(file); ok {
		return v
	}
	cause := said.cause()
	switch {
	case ctx.Err() != nil:
		return verdict{hanging, fmt.Sprintf("no answer in %v", limit)}
	case strings.Contains(cause, "all goroutines are asleep"):
		return verdict{hanging, cause}
	case cause != "":
		return verdict{crashed, cause}
	case err != nil:
		return verdict{crashed, err.Error()}
	default:
		return verdict{crashed, "the process ended without an answer"}
	}
}

// head keeps the beginning of what a crashing process says.
type head struct {
	bytes.Buffer

	limit int
}

// Write never fails, so that the process is not disturbed.
func (h *head) Write(p []byte) (int, error) {
	if room := h.limit - h.Len(); room > 0 {
		h.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// cause is the line with which the runtime says why the process died.
func (h *head) cause() string {
	for line := range strings.Lines(h.String()) {
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

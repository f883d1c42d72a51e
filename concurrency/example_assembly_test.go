package concurrency_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// dis.dis shows bytecode: what does Go show?
//
// Machine code. go build -gcflags=-S prints the compiler's listing, go tool objdump
// the code in a finished binary, line by line. -gcflags=-m tells what was inlined and what escapes
// to the heap; -d=ssa/check_bce/debug=1 where a bounds check stayed. Look there when a profile
// points at a line, not before.
//
// Follow-ups:
//   - What replaces a bounds check? A proof: an index from range, or an earlier check of the last element.
//   - How do you see the phases between? GOSSAFUNC=name go build writes them to ssa.html.
//   - And what is hot? A CPU profile; its disasm command joins both.
//
// Pitfalls:
//   - Reading the listing of a function that was inlined: what runs is at the caller.
//   - Code for one release and one architecture; a test on it breaks with the next.
//
// Trade-offs: Write for readers first; drop a check only where a benchmark shows the gain.
//
// From Python: Python's dis shows what the interpreter will do one by one, each step with type
// checks; a Go listing is what the processor does. The Python original prints dis.dis's result, which is None.
//
// Level: senior. Tags: compiler, assembly, performance. Needs: files. See: [exec.Command], concurrency/benchmark.
func Example_assembly() {
	dir, err := os.MkdirTemp("", "assembly")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	listing := func(body string) string {
		file := filepath.Join(dir, "f.go")
		source := "package p\nfunc f(s []int, i int) (n int) {\n" + body + "\nreturn n\n}\n"
		if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
			return err.Error()
		}
		out, err := exec.Command("go", "tool", "compile", "-S", "-o", filepath.Join(dir, "f.o"), file).CombinedOutput()
		if err != nil {
			return fmt.Sprint(err, string(out))
		}
		return string(out)
	}
	check := func(body string) {
		fmt.Printf("%-42s bounds check: %t\n", body, strings.Contains(listing(body), "runtime.panic"))
	}
	check("n = s[i]")
	check("for _, v := range s { n += v }")
	check("if len(s) > 2 { n = s[0] + s[1] + s[2] }")
	check("if i >= 0 && i < len(s) { n = s[i] }")
	// Output:
	// n = s[i]                                   bounds check: true
	// for _, v := range s { n += v }             bounds check: false
	// if len(s) > 2 { n = s[0] + s[1] + s[2] }   bounds check: false
	// if i >= 0 && i < len(s) { n = s[i] }       bounds check: false
}

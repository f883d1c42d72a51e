package sqlwatch

import (
	"database/sql/driver"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
)

// depth is how many return addresses are kept of a query: database/sql, an ORM and a helper
// or two lie between the driver and the line that asks.
const depth = 64

// stack is one way through the code that led to a query, innermost first.
type stack []uintptr

// stacks holds each way once, under a hash of its return addresses. Programs have few
// lines that ask, so that all but the first query of a line find theirs, at the price of a
// walk along the frame pointers: some 2 ns a frame, where runtime.Callers takes 40.
type stacks map[uint64]stack

// here returns the stack of its caller. Where there are no frame pointers, or the stack
// runs through C, the key is a hash of what runtime.Callers says.
func (s stacks) here() stack {
	key, whole := chain(depth)
	if known, ok := s[key]; ok && whole {
		return known
	}
	var pcs [depth]uintptr
	all := pcs[:runtime.Callers(2, pcs[:])]
	if !whole {
		for _, pc := range all {
			key = mix(key^uint64(pc), 'p')
		}
		if known, ok := s[key]; ok {
			return known
		}
	}
	s[key] = slices.Clone(all)
	return s[key]
}

// origin is where a query comes from.
type origin struct {
	file  string
	line  int
	users bool   // it is the user's own code
	from  string // file:line of the user's code that called that line
	path  string // all of the way there; a recursion's turns count once
}

// origin resolves a stack. The line that asks is the innermost of the user's own code: not of
// database/sql, not of this package, and not of a library, such as an ORM. If there is none,
// it is the library's.
func (s stack) origin() origin {
	o := origin{file: "unknown"}
	var path strings.Builder
	seen := map[string]bool{}
	for frames, more := runtime.CallersFrames(s), len(s) > 0; more; {
		var f runtime.Frame
		f, more = frames.Next()
		ours := strings.HasPrefix(f.Function, "database/sql.") || strings.HasPrefix(f.Function, own)
		if ours {
			continue
		}
		at := fmt.Sprintf("%s:%d", f.File, f.Line)
		switch users := !library(f.File) && !standard(f.File, goroot); {
		case users && !o.users:
			o.file, o.line, o.users = f.File, f.Line, true
			path.Reset() // by which way a library came here is the library's business
			clear(seen)
		case o.line == 0:
			o.file, o.line = f.File, f.Line
		case users && o.from == "" && !seen[at]:
			o.from = at
		}
		if !seen[at] {
			seen[at] = true
			path.WriteString(at + "\n")
		}
	}
	o.path = path.String()
	return o
}

// own is the prefix of this package's functions, its tests' excepted.
const own = "github.com/goconcepts/cookbook/patterns/sqlwatch."

// library reports whether a file is of the module cache, where a directory's name
// has a version, or vendored.
func library(file string) bool {
	return strings.Contains(file, "@v") || strings.Contains(file, "/vendor/")
}

// standard reports whether a file is of the standard library. In a binary built with
// -trimpath, which names no directory for it, its paths have no dot in the first element.
func standard(file, goroot string) bool {
	if goroot != "" {
		return strings.HasPrefix(file, goroot)
	}
	first, _, _ := strings.Cut(file, "/")
	return !strings.Contains(first, ".")
}

// goroot is the directory of the standard library's source, as frames have it.
var goroot = func() string {
	pc := reflect.ValueOf(driver.IsValue).Pointer()
	file, _ := runtime.FuncForPC(pc).FileLine(pc)
	return strings.TrimSuffix(file, "database/sql/driver/types.go")
}()

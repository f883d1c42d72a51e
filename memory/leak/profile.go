package leak

import (
	"bytes"
	"fmt"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
)

// labelled returns the goroutines of a profile that carry the label.
//
// The profile's text form is groups of lines:
//
//	1 @ 0x444 0x482
//	# labels: {"leak.check":"TestX#1"}
//	#	0x444	pkg.f+0x18	/dir/file.go:6
func labelled(profile, name string) []goroutine {
	p := pprof.Lookup(profile)
	if p == nil {
		return nil
	}
	var text bytes.Buffer
	if err := p.WriteTo(&text, 1); err != nil {
		panic(fmt.Sprintf("leak: check: read the profile: %v", err)) // a Buffer does not fail
	}
	want := fmt.Sprintf("%q:%q", label, name)
	var found []goroutine
	for group := range strings.SplitSeq(text.String(), "\n\n") {
		if !strings.Contains(group, want) {
			continue
		}
		var g goroutine
		for line := range strings.Lines(group) {
			g.add(line)
		}
		if g.count > 0 {
			found = append(found, g)
		}
	}
	return found
}

// add reads one line of the profile.
func (g *goroutine) add(line string) {
	if count, _, ok := strings.Cut(line, " @ "); ok && !strings.HasPrefix(line, "#") {
		g.count, _ = strconv.Atoi(count)
		return
	}
	fields := strings.FieldsFunc(strings.TrimSpace(line), func(r rune) bool { return r == '\t' })
	if len(fields) != 4 || fields[0] != "#" {
		return
	}
	function := fields[2]
	if plus := strings.LastIndex(function, "+0x"); plus > 0 {
		function = function[:plus]
	}
	g.stack = append(g.stack, frame{strings.TrimSpace(function), fields[3]})
}

// explain adds to each goroutine why it waits and who started it. The goroutine
// profile has labels but no creators, the stacks of all goroutines have creators
// but no labels: they are brought together by the stack's lines.
func explain(left []goroutine) []goroutine {
	var text bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&text, 2); err != nil {
		panic(fmt.Sprintf("leak: check: read the stacks: %v", err))
	}
	for trace := range strings.SplitSeq(text.String(), "\n\n") {
		state, stack, creator := parseTrace(trace)
		for i := range left {
			if slices.Equal(positions(left[i].stack), positions(stack)) {
				left[i].state, left[i].creator = state, creator
			}
		}
	}
	return left
}

// parseTrace reads one goroutine of a traceback:
//
//	goroutine 3 [chan receive]:
//	pkg.f(...)
//		/dir/file.go:6 +0x18
//	created by pkg.TestX in goroutine 2
//		/dir/file.go:5 +0xbf
func parseTrace(trace string) (state string, stack []frame, creator frame) {
	lines := strings.Split(strings.TrimRight(trace, "\n"), "\n")
	if _, rest, ok := strings.Cut(lines[0], "["); ok {
		state, _, _ = strings.Cut(rest, "]")
		state, _, _ = strings.Cut(state, ",") // "chan receive, 2 minutes"
	}
	for i := 1; i+1 < len(lines); i += 2 {
		position, _, _ := strings.Cut(strings.TrimPrefix(lines[i+1], "\t"), " +0x")
		if function, ok := strings.CutPrefix(lines[i], "created by "); ok {
			function, _, _ = strings.Cut(function, " in goroutine ")
			creator = frame{function, position}
			break
		}
		stack = append(stack, frame{lines[i], position})
	}
	return state, stack, creator
}

func positions(stack []frame) []string {
	p := make([]string, len(stack))
	for i, f := range stack {
		p[i] = f.position
	}
	return p
}

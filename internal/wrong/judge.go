package wrong

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/goconcepts/cookbook/internal/program"
)

// ended is the kind of a program that ended with status 0.
const ended Kind = "end"

// hung is the kind of a program that was killed at the limit.
const hung Kind = "hang"

// sight is what was seen of a program.
type sight struct {
	kind     Kind   // how it failed; ended, hung, or "" for another status
	text     string // all that was said
	evidence Evidence
}

// observe runs a built twin and tells how it ends.
func observe(
	ctx context.Context, space *program.Space, t Twin, built program.Built, complaint string, limit time.Duration,
) (sight, error) {
	if refused, ok := errors.AsType[*program.CompileError](built.Err); ok {
		return complaintOf(Compile, refused.Text, t.Want.Text), nil
	}
	switch t.Want.Kind {
	case Compile:
		return sight{kind: ended}, nil
	case Vet:
		if complaint == "" {
			return sight{kind: ended}, nil
		}
		return complaintOf(Vet, complaint, t.Want.Text), nil
	}
	r, err := space.Run(ctx, built.Path, limit)
	if err != nil {
		return sight{}, err
	}
	return sightOf(r), nil
}

// position matches a line in main.go and captures it without a folder.
var position = regexp.MustCompile(`\bmain\.go:[0-9]+`)

// complaintOf makes a sight of what the compiler or vet says. The line that
// holds want is the evidence, or else the first that has a position.
func complaintOf(kind Kind, text, want string) sight {
	s := sight{kind: kind, text: text}
	for line := range strings.Lines(text) {
		at := position.FindStringIndex(line)
		if at == nil {
			continue
		}
		_, what, _ := strings.Cut(line[at[1]:], ": ") // passes the column
		if s.evidence.Where == "" || strings.Contains(line, want) {
			s.evidence = Evidence{What: string(kind) + ": " + strings.TrimSpace(what), Where: line[at[0]:at[1]]}
		}
		if strings.Contains(line, want) {
			break
		}
	}
	if s.evidence.What == "" {
		s.evidence.What = string(kind) + ": " + strings.TrimSpace(text)
	}
	return s
}

// sightOf tells from its output and status how a program failed.
func sightOf(r program.Result) sight {
	stderr := string(r.Stderr)
	marks := []struct {
		kind       Kind
		mark, what string
	}{
		// In this order: a race may end in a panic, and a deadlock is a fatal error.
		{Race, "WARNING: DATA RACE", "DATA RACE"},
		{Leak, leakMark, ""},
		{Deadlock, "fatal error: all goroutines are asleep - deadlock!", ""},
		{Fatal, "fatal error: ", ""},
		{Panic, "panic: ", ""},
	}
	if r.TimedOut {
		return sight{kind: hung, evidence: Evidence{What: fmt.Sprintf("no end after %v", r.Took.Round(time.Second))}}
	}
	if r.Status == 0 {
		return sight{kind: ended, text: string(r.Stdout)}
	}
	for _, m := range marks {
		text, ok := fromLine(stderr, m.mark)
		if !ok {
			continue
		}
		s := sight{kind: m.kind, text: text}
		s.evidence.What = m.what
		if m.what == "" {
			s.evidence.What, _, _ = strings.Cut(text, "\n")
		}
		if m.kind == Leak {
			s.evidence.What = leakState(text)
		}
		s.evidence.Where = position.FindString(text)
		return s
	}
	what := fmt.Sprintf("exit status %d", r.Status)
	if line, _, _ := strings.Cut(strings.TrimSpace(stderr), "\n"); line != "" {
		what += ": " + line
	}
	return sight{text: stderr, evidence: Evidence{What: what, Where: position.FindString(stderr)}}
}

// fromLine returns text from the first line that begins with mark.
func fromLine(text, mark string) (string, bool) {
	if strings.HasPrefix(text, mark) {
		return text, true
	}
	_, after, ok := strings.Cut(text, "\n"+mark)
	return mark + after, ok
}

// state matches what goleak says of a goroutine.
var state = regexp.MustCompile(`in state ([^,]+),`)

// leakState says in which state the first goroutine was left behind.
func leakState(text string) string {
	if m := state.FindStringSubmatch(text); m != nil {
		return "goroutine left in " + m[1]
	}
	return "goroutine left"
}

// judge compares what was wanted with what was seen.
func judge(want Want, saw sight) Result {
	switch {
	case saw.kind == hung:
		return Result{Evidence: saw.evidence, Err: ErrHang}
	case want.Kind == Output && saw.kind == ended && strings.Contains(saw.text, want.Text):
		return Result{Evidence: Evidence{What: fmt.Sprintf("prints %q", want.Text)}}
	case saw.kind == ended:
		return Result{Err: ErrDidNotFail}
	case saw.kind == want.Kind && strings.Contains(said(saw), want.Text):
		return Result{Evidence: saw.evidence}
	default:
		return Result{Evidence: saw.evidence, Err: &OtherError{Want: want, Saw: saw.evidence, Kind: saw.kind}}
	}
}

// said returns the part of the text that must hold what was wanted: the message
// of a panic or fatal error, without the stacks that follow it.
func said(saw sight) string {
	if saw.kind != Panic && saw.kind != Fatal {
		return saw.text
	}
	message, _, _ := strings.Cut(saw.text, "\n\ngoroutine ")
	return message
}

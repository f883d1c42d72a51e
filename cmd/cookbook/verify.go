package main

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goconcepts/cookbook/internal/program"
	"github.com/goconcepts/cookbook/internal/question"
)

// verify proves the answers that the arguments name, or all of them.
func (a *app) verify(args []string) error {
	set := flag.NewFlagSet("verify", flag.ContinueOnError)
	fake, verbose := set.Bool("faketime", false, ""), set.Bool("v", false, "")
	rest, err := a.flags(set, args)
	if err != nil {
		return err
	}
	questions, err := a.selection(rest)
	if err != nil {
		return err
	}
	space, err := a.space()
	if err != nil {
		return err
	}
	if *fake {
		questions = a.withoutClock(questions)
	}
	begin := time.Now()
	t := &tally{out: a.out, all: len(questions), bar: a.out.terminal && !*verbose}
	t.draw()
	err = a.prove(space, questions, program.Mode{FakeTime: *fake}, t.add)
	t.clear()
	if err = errors.Join(err, space.Close()); err != nil {
		return err
	}
	clock := ""
	if *fake {
		clock = " on the playground's clock"
	}
	a.out.printf("%d of %d proven%s in %v\n", t.proven, t.all, clock, time.Since(begin).Round(100*time.Millisecond))
	if t.proven < t.all {
		return errProof
	}
	return nil
}

// withoutClock leaves out, and names, the questions whose proof needs a clock that
// goes on while the program is busy, which the playground's does not.
func (a *app) withoutClock(questions []question.Question) []question.Question {
	var rest []question.Question
	for _, q := range questions {
		if slices.Contains(q.Needs, "clock") {
			a.out.printf("%s  %-36s it needs a clock that goes on while it is busy\n", a.out.dim("skip"), q.ID)
			continue
		}
		rest = append(rest, q)
	}
	return rest
}

// tally counts proofs and shows them: a bar on a terminal, where only what
// failed has lines of its own, and else a line for each.
type tally struct {
	out          *screen
	all          int
	bar          bool
	done, proven int
}

// add counts a proof.
func (t *tally) add(p proof) {
	t.clear()
	t.done++
	if p.ok() {
		t.proven++
		if !t.bar {
			t.out.printf("%s    %-36s %v\n", t.out.green("ok"), p.question.ID, p.took.Round(time.Millisecond))
		}
	} else {
		t.out.printf("%s  %s %s\n", t.out.red("FAIL"), p.question.ID, p.fault)
		for _, line := range p.detail {
			t.out.printf("      %s\n", line)
		}
	}
	t.draw()
}

// draw draws the bar.
func (t *tally) draw() {
	if !t.bar {
		return
	}
	width := max(10, min(t.out.width-30, 50))
	full := width * t.done / max(1, t.all)
	bar := strings.Repeat("#", full) + strings.Repeat("-", width-full)
	t.out.printf("\r[%s] %s", bar, fmt.Sprintf("%d of %d", t.done, t.all))
}

// clear takes the bar away.
func (t *tally) clear() {
	if t.bar {
		t.out.printf("\r%s\r", strings.Repeat(" ", t.out.width-1))
	}
}

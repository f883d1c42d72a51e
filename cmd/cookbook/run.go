package main

import (
	"errors"
	"flag"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/goconcepts/cookbook/internal/program"
	"github.com/goconcepts/cookbook/internal/question"
	"github.com/goconcepts/cookbook/internal/wrong"
)

// run runs a question's program, and its wrong twin where there is one.
func (a *app) run(args []string) error {
	set := flag.NewFlagSet("run", flag.ContinueOnError)
	rest, err := a.flags(set, args)
	if err != nil {
		return err
	}
	q, err := a.one("run", rest)
	if err != nil {
		return err
	}
	const waiting = "building and running ..."
	if a.out.terminal {
		a.out.printf("%s", waiting)
	}
	b, err := a.tryBoth(q)
	if a.out.terminal {
		a.out.printf("\r%s\r", strings.Repeat(" ", len(waiting)))
	}
	if err != nil {
		return err
	}
	if b.twin != nil {
		a.printTwin(b)
	}
	a.printRight(&b.right, utf8.RuneCountInString(b.said()))
	if !b.ok() {
		return errProof
	}
	return nil
}

// both is how a question's programs ended.
type both struct {
	right   proof
	twin    *wrong.Twin // nil when there is none
	failure wrong.Result
}

// Twin reports whether there is a wrong program, for the site's pages, as the
// next three methods are.
func (b *both) Twin() bool { return b.twin != nil }

// RightOK reports whether the right program prints what the answer says.
func (b *both) RightOK() bool { return b.right.ok() }

// RightFault says what went wrong with the right program.
func (b *both) RightFault() string { return b.right.fault }

// Printed returns what the right program printed, or how it differs.
func (b *both) Printed() string {
	if b.right.ok() {
		return b.right.stdout
	}
	return strings.Join(b.right.detail, "\n")
}

// said says what is wrong with the twin, or "".
func (b *both) said() string {
	if b.twin == nil {
		return ""
	}
	return strings.TrimSuffix(b.twin.Summary, ".")
}

// ok reports whether both ended as the answer says, as far as that can be seen.
func (b *both) ok() bool { return b.right.ok() && (b.failure.Err == nil || b.skipped()) }

// skipped reports whether the twin was not run because no C compiler is there.
func (b *both) skipped() bool {
	return errors.Is(b.failure.Err, program.ErrNoCompiler) && os.Getenv("COOKBOOK_STRICT") != "1"
}

// verdict says how the twin failed, and whether that is as the answer says.
func (b *both) verdict() (seen, after string) {
	e := b.failure.Evidence
	switch {
	case b.failure.Err == nil:
		return strings.TrimSuffix(e.What+"  "+e.Where, "  "), "(as the answer says)"
	case errors.Is(b.failure.Err, program.ErrNoCompiler):
		return "not run: it takes a C compiler to build the race detector", ""
	default:
		return "not as the answer says: " + b.failure.Err.Error(), ""
	}
}

// tryBoth builds and runs a question's program and its wrong twin.
func (a *app) tryBoth(q *question.Question) (b *both, err error) {
	space, err := a.space()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, space.Close()) }()
	b = &both{}
	if q.Twin != "" {
		twin, err := a.readTwin(q)
		if err != nil {
			return nil, err
		}
		results, err := wrong.Prove(a.ctx, space, []wrong.Twin{twin}, wrong.Limit)
		if err != nil {
			return nil, err
		}
		b.twin, b.failure = &twin, results[0]
	}
	return b, a.prove(space, []question.Question{*q}, program.Mode{}, func(p proof) { b.right = p })
}

// printTwin prints how a wrong program failed.
func (a *app) printTwin(b *both) {
	label := a.out.bold("wrong: ")
	seen, after := b.verdict()
	width := utf8.RuneCountInString("wrong: " + b.said() + "   " + seen + "   " + after)
	verdict := strings.TrimSpace(a.out.red(seen) + "   " + after)
	if width <= a.out.width {
		a.out.printf("%s%s   %s\n", label, b.said(), verdict)
		return
	}
	for _, line := range wrap(b.said(), a.out.width-7) {
		a.out.printf("%s%s\n", label, line)
		label = "       "
	}
	a.out.printf("       %s\n", verdict)
}

// printRight prints what the right program printed. A line of its own has the
// verdict beside it, in the column where the wrong program's stands.
func (a *app) printRight(p *proof, column int) {
	label := a.out.bold("right: ")
	lines := strings.Split(p.stdout, "\n")
	if p.ok() && len(lines) == 1 && len(lines[0])+12 <= a.out.width {
		if column+12 > a.out.width {
			column = 0
		}
		a.out.printf("%s%-*s   %s\n", label, column, lines[0], a.out.green("ok"))
		return
	}
	for _, line := range lines {
		a.out.printf("%s%s\n", label, line)
		label = "       "
	}
	if p.ok() {
		a.out.printf("       %s\n", a.out.green("ok, as the answer says"))
		return
	}
	a.out.printf("       %s\n", a.out.red("not as the answer says: "+p.fault))
	for _, line := range p.detail {
		a.out.printf("       %s\n", line)
	}
}

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
	space, err := a.space()
	if err != nil {
		return err
	}
	wrongOK, rightOK, err := a.runBoth(space, q)
	if err = errors.Join(err, space.Close()); err != nil {
		return err
	}
	if !wrongOK || !rightOK {
		return errProof
	}
	return nil
}

// runBoth runs both programs and prints how they end.
func (a *app) runBoth(space *program.Space, q *question.Question) (wrongOK, rightOK bool, err error) {
	// The texts of both stand in one column, as do the verdicts after them.
	said := ""
	wrongOK = true
	if q.Twin != "" {
		twin, err := a.readTwin(q)
		if err != nil {
			return false, false, err
		}
		said = strings.TrimSuffix(twin.Summary, ".")
		results, err := wrong.Prove(a.ctx, space, []wrong.Twin{twin}, wrong.Limit)
		if err != nil {
			return false, false, err
		}
		wrongOK = a.printTwin(said, results[0])
	}
	err = a.prove(space, []question.Question{*q}, program.Mode{}, func(p proof) {
		rightOK = p.ok()
		a.printRight(&p, utf8.RuneCountInString(said))
	})
	return wrongOK, rightOK, err
}

// printTwin prints how a wrong program failed, and reports whether it failed
// as it must, as far as that can be seen here.
func (a *app) printTwin(said string, r wrong.Result) bool {
	label := a.out.bold("wrong: ")
	verdict, after, ok := "", "", true
	switch {
	case r.Err == nil:
		verdict = strings.TrimSuffix(r.Evidence.What+"  "+r.Evidence.Where, "  ")
		after = "   (as the answer says)"
	case errors.Is(r.Err, program.ErrNoCompiler):
		verdict = "not run: it takes a C compiler to build the race detector"
		ok = os.Getenv("COOKBOOK_STRICT") != "1"
	default:
		verdict, ok = "not as the answer says: "+r.Err.Error(), false
	}
	width := len("wrong: ") + utf8.RuneCountInString(said+verdict+after) + 3
	verdict = a.out.red(verdict) + after
	if width <= a.out.width {
		a.out.printf("%s%s   %s\n", label, said, verdict)
		return ok
	}
	for i, line := range wrap(said, a.out.width-7) {
		if i > 0 {
			label = "       "
		}
		a.out.printf("%s%s\n", label, line)
	}
	a.out.printf("       %s\n", verdict)
	return ok
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

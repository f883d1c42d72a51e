package main

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/goconcepts/cookbook/internal/program"
	"github.com/goconcepts/cookbook/internal/question"
)

// runLimit is how long a right program may run; most need a few milliseconds.
const runLimit = 30 * time.Second

// batch is how many programs one go command builds. More would start it less
// often; fewer show progress sooner and need less room on the disk.
const batch = 16

// proof is what became of a question's program.
type proof struct {
	question *question.Question
	stdout   string
	fault    string   // what went wrong, or ""
	detail   []string // lines that show it: a diff, or the end of a trace
	took     time.Duration
}

func (p *proof) ok() bool { return p.fault == "" }

// prove builds and runs the programs of questions, and calls each with their
// proofs, in order, as they come. The error is about
// the environment.
func (a *app) prove(space *program.Space, questions []question.Question, mode program.Mode, each func(proof)) error {
	for len(questions) > 0 {
		n := min(batch, len(questions))
		if err := a.proveBatch(space, questions[:n], mode, each); err != nil {
			return err
		}
		questions = questions[n:]
	}
	return nil
}

func (a *app) proveBatch(space *program.Space, questions []question.Question, mode program.Mode, each func(proof)) error {
	var programs []program.Program
	var playable []*question.Question
	for i := range questions {
		q := &questions[i]
		text, err := question.Play(a.source, q)
		if err != nil {
			each(proof{question: q, fault: err.Error()})
			continue
		}
		programs = append(programs, program.Program{Files: map[string][]byte{"main.go": []byte(text)}})
		playable = append(playable, q)
	}
	built, err := space.Build(a.ctx, programs, mode)
	if err != nil {
		return err
	}
	// Several run at once; each is told in the order of the questions.
	type outcome struct {
		proof proof
		err   error
	}
	outcomes := make([]chan outcome, len(built))
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, b := range built {
		outcomes[i] = make(chan outcome, 1)
		go func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			p, err := a.runBuilt(space, playable[i], b, mode)
			outcomes[i] <- outcome{p, err}
		}()
	}
	var errs []error
	for _, c := range outcomes {
		o := <-c
		if o.err == nil {
			each(o.proof)
		}
		errs = append(errs, o.err)
	}
	return errors.Join(errs...)
}

// runBuilt runs a built program and compares what it prints.
func (a *app) runBuilt(space *program.Space, q *question.Question, b program.Built, mode program.Mode) (proof, error) {
	p := proof{question: q}
	if b.Err != nil {
		p.fault = "does not compile"
		p.detail = []string{strings.TrimPrefix(b.Err.Error(), "program: build: ")}
		return p, nil
	}
	r, err := space.Run(a.ctx, b.Path, runLimit)
	if err != nil {
		return p, err
	}
	if err := b.Remove(); err != nil {
		return p, err
	}
	p.took = r.Took
	stdout, stderr := r.Stdout, r.Stderr
	if mode.FakeTime {
		// What is cut off or malformed shows as a difference, and in the trace.
		stdout, _ = program.Playback(stdout)
		if plain, err := program.Playback(stderr); err == nil {
			stderr = plain
		}
	}
	p.stdout = strings.TrimSpace(string(stdout))
	switch {
	case r.TimedOut:
		p.fault = fmt.Sprintf("ran for more than %v and was stopped", runLimit)
	case r.Status != 0:
		p.fault = fmt.Sprintf("ended with status %d", r.Status)
		p.detail = firstLines(string(stderr), 12)
	case !sameOutput(p.stdout, q.Output, q.Unordered):
		p.fault = "prints something else (- wanted, + printed)"
		p.detail = difference(p.stdout, q.Output, q.Unordered)
	}
	return p, nil
}

// firstLines returns the first n lines of text.
func firstLines(text string, n int) []string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[:min(n, len(lines))]
}

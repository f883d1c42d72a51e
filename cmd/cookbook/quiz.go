package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/goconcepts/cookbook/internal/question"
)

// What a reader may type in place of an answer.
const (
	askHint = ":hint"
	askSkip = ":skip"
	askQuit = ":quit"
)

// errQuit says that the reader has had enough.
var errQuit = errors.New("quit")

// quiz asks, or shows or clears what is kept of earlier answers.
func (a *app) quiz(args []string) error {
	set := flag.NewFlagSet("quiz", flag.ContinueOnError)
	topic, level := set.String("topic", "", ""), set.String("level", "", "")
	n, seed := set.Int("n", 5, ""), set.Uint64("seed", 0, "")
	rest, err := a.flags(set, args)
	if err != nil {
		return err
	}
	file, err := progressFile()
	if err != nil {
		return err
	}
	// The lines' goroutine ends with the quiz.
	ctx, cancel := context.WithCancel(a.ctx)
	defer cancel()
	lines := readLines(ctx, a.in)
	switch {
	case len(rest) == 1 && rest[0] == "stats":
		return a.quizStats(file)
	case len(rest) == 1 && rest[0] == "reset":
		return a.quizReset(ctx, file, lines)
	case len(rest) > 0:
		return unknown("part of the quiz", rest[0], []string{"stats", "reset"})
	case *n < 1:
		return errors.New("quiz wants -n at least 1")
	}
	f, err := newFilter(*topic, *level, "", "", "")
	if err != nil {
		return err
	}
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	all, err := a.questions()
	if err != nil {
		return err
	}
	items, err := a.quizItems(slices.DeleteFunc(all, func(q question.Question) bool { return !f.passes(&q) }))
	if err != nil {
		return err
	}
	kept, err := loadProgress(file)
	if err != nil {
		return err
	}
	items = choose(items, kept, *n, rand.New(rand.NewPCG(*seed, 0)))
	return a.ask(ctx, items, kept, file, lines)
}

// ask asks the items in turn and keeps how they are answered.
func (a *app) ask(ctx context.Context, items []quizItem, kept *progress, file string, lines <-chan string) error {
	if len(items) == 0 {
		a.out.printf("nothing to ask is like that\n")
		return nil
	}
	a.out.printf("Type %s, %s or %s in place of an answer.\n\n", askHint, askSkip, askQuit)
	right, asked := 0, 0
	for i, item := range items {
		a.out.printf("%s\n\n", a.out.bold(fmt.Sprintf("%d of %d   %s   %s", i+1, len(items), item.question.ID, item.question.Level)))
		ok, err := a.askOne(ctx, item, lines)
		if errors.Is(err, errQuit) {
			break
		}
		if err != nil {
			return err
		}
		if asked++; ok {
			right++
		}
		kept.note(item.key(), ok)
		if err := kept.save(file); err != nil {
			return err
		}
	}
	a.out.printf("%d of %d right\n", right, asked)
	return nil
}

// askOne asks one item and reports whether the answer was right.
func (a *app) askOne(ctx context.Context, item quizItem, lines <-chan string) (bool, error) {
	if item.twin != nil {
		return a.askBug(ctx, item, lines)
	}
	q := item.question
	a.code(withoutComments(q.Code))
	a.out.printf("\nWhat does it print? %s; an empty line ends the answer.\n", count(len(strings.Split(q.Output, "\n")), "line"))
	answer, skipped, err := a.answerLines(ctx, q, lines)
	if err != nil {
		return false, err
	}
	ok := !skipped && sameOutput(answer, spaced(q.Output), false)
	a.verdict(ok)
	if !ok {
		a.out.printf("Line by line (- it prints, + it does not print):\n")
		for _, line := range difference(answer, spaced(q.Output), false) {
			a.out.printf("    %s\n", line)
		}
	}
	a.explanation(q)
	return ok, nil
}

// answerLines reads lines up to an empty one, or to as many as the Output has.
func (a *app) answerLines(ctx context.Context, q *question.Question, lines <-chan string) (answer string, skipped bool, err error) {
	var got []string
	for range strings.Count(q.Output, "\n") + 1 {
		line, err := a.nextLine(ctx, q, lines)
		if err != nil {
			return "", false, err
		}
		if line == askSkip {
			return strings.Join(got, "\n"), true, nil
		}
		if line == "" {
			break
		}
		got = append(got, spaced(line))
	}
	return strings.Join(got, "\n"), false, nil
}

// spaced returns lines with one space between words and none around them:
// nobody is asked to count spaces.
func spaced(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	return strings.Join(lines, "\n")
}

// askBug asks how a wrong program fails.
func (a *app) askBug(ctx context.Context, item quizItem, lines <-chan string) (bool, error) {
	a.code(bare(item.twin))
	a.out.printf("\nWhat is wrong with it?\n")
	for i, f := range faults {
		a.out.printf("  %d  %s\n", i+1, f.says)
	}
	for {
		line, err := a.nextLine(ctx, item.question, lines)
		if err != nil {
			return false, err
		}
		kind, known := faultOf(line)
		if !known && line != askSkip {
			a.out.printf("Type a number from 1 to %d, %s, %s or %s.\n", len(faults), askHint, askSkip, askQuit)
			continue
		}
		ok := kind == item.twin.Want.Kind
		a.verdict(ok)
		a.out.wrapped("", item.twin.Summary+" "+mustFail(item.twin.Want))
		a.explanation(item.question)
		return ok, nil
	}
}

// nextLine reads a line that is no request for a hint; those it answers.
func (a *app) nextLine(ctx context.Context, q *question.Question, lines <-chan string) (string, error) {
	for {
		if a.out.terminal {
			a.out.printf("> ")
		}
		var line string
		var ok bool
		select {
		case <-ctx.Done():
			return "", context.Cause(ctx)
		case line, ok = <-lines:
		}
		switch {
		case !ok || strings.TrimSpace(line) == askQuit:
			return "", errQuit
		case strings.TrimSpace(line) == askHint:
			hint := "there is none"
			if len(q.Pitfalls) > 0 {
				hint = q.Pitfalls[0]
			}
			a.out.wrapped("", "Hint: "+hint)
		default:
			return strings.TrimRight(line, " \t\r"), nil
		}
	}
}

// verdict says whether the answer was right.
func (a *app) verdict(ok bool) {
	if ok {
		a.out.printf("\n%s\n", a.out.green("Right."))
		return
	}
	a.out.printf("\n%s\n", a.out.red("Not so."))
}

// explanation says why.
func (a *app) explanation(q *question.Question) {
	a.out.printf("\n%s\n", q.Title)
	a.out.wrapped("  ", q.Answer)
	a.out.printf("\n")
}

// quizStats prints what is kept of earlier answers.
func (a *app) quizStats(file string) error {
	kept, err := loadProgress(file)
	if err != nil {
		return err
	}
	all, err := a.questions()
	if err != nil {
		return err
	}
	items, err := a.quizItems(all)
	if err != nil {
		return err
	}
	a.out.printf("%-12s %5s %5s %6s %6s\n", "topic", "items", "seen", "right", "wrong")
	var sum [4]int
	for _, topic := range question.Topics() {
		var row [4]int
		for _, item := range items {
			if item.question.Topic() != topic {
				continue
			}
			r := kept.Items[item.key()]
			row[0]++
			row[1] += min(1, r.Seen)
			row[2] += r.Right
			row[3] += r.Wrong
		}
		for i := range sum {
			sum[i] += row[i]
		}
		a.out.printf("%-12s %5d %5d %6d %6d\n", topic, row[0], row[1], row[2], row[3])
	}
	a.out.printf("%-12s %5d %5d %6d %6d\n", "all", sum[0], sum[1], sum[2], sum[3])
	return nil
}

// quizReset removes what is kept of earlier answers, if the reader says yes.
func (a *app) quizReset(ctx context.Context, file string, lines <-chan string) error {
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		a.out.printf("nothing is kept\n")
		return nil
	}
	a.out.printf("Forget all answers (%s)? Type yes: ", file)
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case line := <-lines:
		if strings.TrimSpace(line) != "yes" {
			a.out.printf("nothing is changed\n")
			return nil
		}
	}
	if err := os.Remove(file); err != nil {
		return fmt.Errorf("quiz: %w", err)
	}
	a.out.printf("all is forgotten\n")
	return nil
}

// readLines sends the lines of r, without their ends, until r ends or ctx does.
// A read that blocks keeps its goroutine, which a program that ends need not
// wait for.
func readLines(ctx context.Context, r io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		s := bufio.NewScanner(r)
		for s.Scan() {
			select {
			case lines <- s.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

// count returns a number with a noun: 1 line, 2 lines.
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

package main

import (
	"flag"
	"fmt"
	"io/fs"
	"runtime"
	"strconv"
	"strings"

	"github.com/goconcepts/cookbook/internal/question"
	"github.com/goconcepts/cookbook/internal/wrong"
)

// show prints a question, and with -a its answer.
func (a *app) show(args []string) error {
	set := flag.NewFlagSet("show", flag.ContinueOnError)
	answer, asJSON := set.Bool("a", false, ""), set.Bool("json", false, "")
	rest, err := a.flags(set, args)
	if err != nil {
		return err
	}
	q, err := a.one("show", rest)
	if err != nil {
		return err
	}
	if *asJSON {
		return a.printJSON([]question.Question{*q})
	}
	facts := append([]string{q.ID, q.Level, strings.Join(q.Tags, ", ")}, since(q)...)
	a.out.printf("%s\n\n", a.out.dim(strings.Join(facts, "   ")))
	for _, line := range wrap(q.Title, a.out.width) {
		a.out.printf("%s\n", a.out.bold(line))
	}
	if !*answer {
		a.out.printf("\n%s\n", a.out.dim(fmt.Sprintf("%s show -a %s   # the answer", a.name, q.ID)))
		return nil
	}
	return a.answer(q)
}

func since(q *question.Question) []string {
	if q.Since == "" {
		return nil
	}
	return []string{"since " + q.Since}
}

// answer prints all that follows the question.
func (a *app) answer(q *question.Question) error {
	a.out.printf("\n")
	a.out.wrapped("", q.Answer)
	followUps := make([]string, len(q.FollowUps))
	for i, f := range q.FollowUps {
		followUps[i] = f.Question + " " + f.Answer
	}
	a.section("Follow-ups", followUps)
	a.section("Pitfalls", q.Pitfalls)
	a.section("Trade-offs", q.TradeOffs)
	if q.FromPython != "" {
		a.section("From Python", []string{q.FromPython})
	}
	a.out.printf("\n%s\n", a.out.bold("Proof"))
	a.code(q.Code)
	prints := "Prints"
	if q.Unordered {
		prints = "Prints, in any order"
	}
	a.out.printf("\n%s\n", a.out.bold(prints))
	for line := range strings.SplitSeq(q.Output, "\n") {
		a.out.printf("    %s\n", line)
	}
	if q.Twin != "" {
		if err := a.twin(q); err != nil {
			return err
		}
	}
	a.out.printf("\n")
	if len(q.See) > 0 {
		a.out.wrapped("", "See: "+strings.Join(q.See, ", "))
	}
	if len(q.Needs) > 0 {
		a.out.printf("Needs: %s\n", strings.Join(q.Needs, ", "))
	}
	a.out.printf("%s\n", a.out.dim("File: "+q.File))
	return nil
}

// section prints a part of the answer: one text, or a list.
func (a *app) section(title string, texts []string) {
	if len(texts) == 0 {
		return
	}
	a.out.printf("\n%s\n", a.out.bold(title))
	if len(texts) == 1 && title != "Follow-ups" && title != "Pitfalls" {
		a.out.wrapped("  ", texts[0])
		return
	}
	for _, text := range texts {
		a.out.item(text)
	}
}

// twin prints what is said of the wrong version.
func (a *app) twin(q *question.Question) error {
	t, err := a.readTwin(q)
	if err != nil {
		return err
	}
	a.out.printf("\n%s\n", a.out.bold("The wrong version"))
	a.out.wrapped("  ", t.Summary)
	a.out.wrapped("  ", mustFail(t.Want))
	a.out.printf("  %s\n  %s\n", a.out.dim(q.Twin), a.out.dim(a.name+" run "+q.ID))
	return nil
}

// mustFail says how a wrong program must fail.
func mustFail(want wrong.Want) string {
	says := map[wrong.Kind]string{
		wrong.Race:     "The race detector reports it.",
		wrong.Deadlock: "All its goroutines fall asleep: a deadlock.",
		wrong.Compile:  "The compiler refuses it: ",
		wrong.Panic:    "It panics: ",
		wrong.Fatal:    "The runtime ends it: ",
		wrong.Vet:      "go vet complains: ",
		wrong.Leak:     "It leaves a goroutine behind.",
		wrong.Output:   "It prints the wrong thing: ",
	}[want.Kind]
	if want.Text == "" {
		return says
	}
	return says + strconv.Quote(want.Text)
}

func (a *app) readTwin(q *question.Question) (wrong.Twin, error) {
	source, err := fs.ReadFile(a.source, q.Twin)
	if err != nil {
		return wrong.Twin{}, err
	}
	return wrong.Parse(q.Twin, source)
}

// code prints Go code, in colour where there is any.
func (a *app) code(code string) {
	styles := map[class]string{keyword: "34", literal: "32", remark: "2"}
	var b strings.Builder
	for _, s := range highlight(code) {
		for i, line := range strings.Split(s.text, "\n") {
			if i > 0 {
				b.WriteByte('\n')
			}
			if style, ok := styles[s.class]; ok {
				line = a.out.styled(style, line)
			}
			b.WriteString(line)
		}
	}
	for line := range strings.Lines(strings.TrimRight(b.String(), "\n") + "\n") {
		indent := "    "
		if line == "\n" {
			indent = ""
		}
		a.out.printf("%s%s", indent, strings.ReplaceAll(line, "\t", "    "))
	}
}

// version prints what this binary is.
func (a *app) version(args []string) error {
	set := flag.NewFlagSet("version", flag.ContinueOnError)
	if _, err := a.flags(set, args); err != nil {
		return err
	}
	a.out.printf("cookbook %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

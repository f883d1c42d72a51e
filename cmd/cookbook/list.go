package main

import (
	"encoding/json"
	"flag"
	"fmt"
	goversion "go/version"
	"slices"
	"strings"

	"github.com/goconcepts/cookbook/internal/question"
)

// filter says which questions to list; an empty field lets all pass.
type filter struct {
	topics, levels   []string
	tag, since, text string
}

// newFilter checks what the user typed.
func newFilter(topic, level, tag, since, text string) (filter, error) {
	f := filter{tag: strings.ToLower(tag), text: strings.ToLower(text)}
	for name := range strings.SplitSeq(topic, ",") {
		if name = strings.Trim(name, " /"); name == "" {
			continue
		}
		first, _, _ := strings.Cut(name, "/")
		if !slices.Contains(question.Topics(), first) {
			return f, unknown("topic", name, question.Topics())
		}
		f.topics = append(f.topics, name)
	}
	for name := range strings.SplitSeq(level, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if !slices.Contains(question.Levels(), name) {
			return f, fmt.Errorf("there is no level %q: the levels are %s", name, strings.Join(question.Levels(), ", "))
		}
		f.levels = append(f.levels, name)
	}
	if since != "" {
		f.since = "go" + strings.TrimPrefix(since, "go")
		if !goversion.IsValid(f.since) {
			return f, fmt.Errorf("-since wants a Go version such as 1.24, not %q", since)
		}
	}
	return f, nil
}

// passes reports whether a question is to be listed.
func (f filter) passes(q *question.Question) bool {
	switch {
	case len(f.topics) > 0 && !slices.ContainsFunc(f.topics, func(t string) bool { return names(t, q.ID) }):
		return false
	case len(f.levels) > 0 && !slices.Contains(f.levels, q.Level):
		return false
	case f.tag != "" && !slices.Contains(q.Tags, f.tag):
		return false
	case f.since != "" && (q.Since == "" || goversion.Compare(q.Since, f.since) < 0):
		return false
	case f.text != "" && !strings.Contains(strings.ToLower(fullText(q)), f.text):
		return false
	}
	return true
}

// fullText returns all that a question says.
func fullText(q *question.Question) string {
	parts := []string{q.ID, q.Title, q.Answer, q.FromPython, q.Code, strings.Join(q.Tags, " ")}
	for _, f := range q.FollowUps {
		parts = append(parts, f.Question, f.Answer)
	}
	parts = append(parts, q.Pitfalls...)
	return strings.Join(append(parts, q.TradeOffs...), "\n")
}

// list prints the questions that pass a filter.
func (a *app) list(args []string) error {
	set := flag.NewFlagSet("list", flag.ContinueOnError)
	topic, level := set.String("topic", "", ""), set.String("level", "", "")
	tag, since, text := set.String("tag", "", ""), set.String("since", "", ""), set.String("text", "", "")
	asJSON := set.Bool("json", false, "")
	rest, err := a.flags(set, args)
	if err != nil {
		return err
	}
	// A topic may stand alone: list memory.
	f, err := newFilter(strings.Join(append(rest, *topic), ","), *level, *tag, *since, *text)
	if err != nil {
		return err
	}
	all, err := a.questions()
	if err != nil {
		return err
	}
	picked := slices.DeleteFunc(all, func(q question.Question) bool { return !f.passes(&q) })
	if *asJSON {
		return a.printJSON(picked)
	}
	width := 0
	for _, q := range picked {
		width = max(width, len(q.ID))
	}
	for _, q := range picked {
		title := a.out.fit(q.Title, a.out.width-width-10)
		a.out.printf("%s  %-6s  %s\n", a.out.bold(fmt.Sprintf("%-*s", width, q.ID)), q.Level, title[0])
		for _, more := range title[1:] {
			a.out.printf("%*s%s\n", width+10, "", more)
		}
	}
	if len(picked) == 0 {
		a.out.printf("no question is like that\n")
	}
	return nil
}

// record is a question as -json prints it. Its keys are kept.
type record struct {
	ID         string         `json:"id"`
	Level      string         `json:"level"`
	Question   string         `json:"question"`
	Answer     string         `json:"answer"`
	FollowUps  []followRecord `json:"followUps"`
	Pitfalls   []string       `json:"pitfalls"`
	TradeOffs  []string       `json:"tradeOffs"`
	FromPython string         `json:"fromPython"`
	Tags       []string       `json:"tags"`
	Since      string         `json:"since,omitempty"`
	Needs      []string       `json:"needs,omitempty"`
	See        []string       `json:"see,omitempty"`
	File       string         `json:"file"`
	Wrong      string         `json:"wrong,omitempty"`
	Code       string         `json:"code"`
	Output     string         `json:"output"`
	Unordered  bool           `json:"unordered,omitempty"`
}

type followRecord struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

func newRecord(q *question.Question) record {
	r := record{
		ID: q.ID, Level: q.Level, Question: q.Title, Answer: q.Answer, FollowUps: []followRecord{},
		Pitfalls: q.Pitfalls, TradeOffs: q.TradeOffs, FromPython: q.FromPython,
		Tags: q.Tags, Since: q.Since, Needs: q.Needs, See: q.See,
		File: q.File, Wrong: q.Twin, Code: q.Code, Output: q.Output, Unordered: q.Unordered,
	}
	for _, f := range q.FollowUps {
		r.FollowUps = append(r.FollowUps, followRecord(f))
	}
	if r.TradeOffs == nil {
		r.TradeOffs = []string{}
	}
	return r
}

// printJSON prints questions as one JSON value with a version.
func (a *app) printJSON(questions []question.Question) error {
	records := make([]record, len(questions))
	for i := range questions {
		records[i] = newRecord(&questions[i])
	}
	e := json.NewEncoder(a.out.w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Version   int      `json:"version"`
		Questions []record `json:"questions"`
	}{1, records})
}

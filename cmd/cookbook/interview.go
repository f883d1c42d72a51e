package main

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/goconcepts/cookbook/internal/question"
)

// minutesOf says how long a question with its follow-ups takes.
var minutesOf = map[string]int{"junior": 4, "mid": 6, "senior": 8}

// mixes says in which order the levels of questions follow each other, for
// each level of interview; it is gone through again and again.
var mixes = map[string][]string{
	"junior": {"junior", "junior", "junior", "mid"},
	"mid":    {"junior", "mid", "mid", "mid", "senior"},
	"senior": {"mid", "senior", "senior", "mid", "senior"},
}

// The fixed parts of an interview, in minutes.
const (
	opening      = 5
	closing      = 5
	designPart   = 15
	shortest     = 15
	longest      = 240
	withDesign   = 45 // from this length on there is a design part
	designAnswer = "patterns/shortener/design"
)

// sheet is an interview: what to ask, and when.
type sheet struct {
	level     string
	minutes   int
	seed      uint64
	questions []*question.Question
	design    *question.Question // nil when there is no time for it
}

// interview prints a sheet for the interviewer.
func (a *app) interview(args []string) error {
	set := flag.NewFlagSet("interview", flag.ContinueOnError)
	minutes, level := set.Int("minutes", 45, ""), set.String("level", "senior", "")
	seed, markdown := set.Uint64("seed", 0, ""), set.Bool("md", false, "")
	rest, err := a.flags(set, args)
	switch {
	case err != nil:
		return err
	case len(rest) > 0:
		return fmt.Errorf("interview takes flags only, not %q", rest[0])
	case *minutes < shortest || *minutes > longest:
		return fmt.Errorf("interview wants -minutes from %d to %d", shortest, longest)
	case mixes[*level] == nil:
		return errors.New("interview wants -level " + strings.Join(question.Levels(), ", "))
	}
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano()) % 1_000_000
	}
	all, err := a.questions()
	if err != nil {
		return err
	}
	s := plan(all, *level, *minutes, *seed)
	var w paper = textPaper{a.out}
	if *markdown {
		w = markdownPaper{a.out}
	}
	s.write(w, all)
	return nil
}

// plan chooses questions that fit the time, from as many topics as possible.
func plan(all []question.Question, level string, minutes int, seed uint64) *sheet {
	s := &sheet{level: level, minutes: minutes, seed: seed}
	left := minutes - opening - closing
	random := rand.New(rand.NewPCG(seed, 0))
	order := random.Perm(len(all))
	if i := slices.IndexFunc(all, func(q question.Question) bool { return q.ID == designAnswer }); i >= 0 && minutes >= withDesign {
		s.design = &all[i]
		left -= designPart
	}
	asked := map[string]int{} // questions by topic
	for turn := 0; ; turn++ {
		want := mixes[level][turn%len(mixes[level])]
		q := next(all, order, want, left, asked, s)
		if q == nil {
			return s
		}
		asked[q.Topic()]++
		left -= minutesOf[q.Level]
		s.questions = append(s.questions, q)
	}
}

// next returns the question to ask: of the wanted level if there is one that
// fits the time left, and from a topic that was asked the least.
func next(all []question.Question, order []int, want string, left int, asked map[string]int, s *sheet) *question.Question {
	var best *question.Question
	rank := func(q *question.Question) int {
		r := asked[q.Topic()]
		if q.Level != want {
			r += 1000
		}
		return r
	}
	for _, i := range order {
		q := &all[i]
		if minutesOf[q.Level] > left || q == s.design || slices.Contains(s.questions, q) || q.Level == "senior" && s.level == "junior" {
			continue
		}
		if best == nil || rank(q) < rank(best) {
			best = q
		}
	}
	return best
}

// paper is what a sheet is written on.
type paper interface {
	title(text string)
	heading(text string)
	question(number int, q *question.Question, minutes int)
	label(text string)
	text(text string)
	item(text string)
	quote(text string)
}

// write writes the questions first, then the answers.
func (s *sheet) write(w paper, all []question.Question) {
	w.title(fmt.Sprintf("Interview: %s, %d minutes (seed %d)", s.level, s.minutes, s.seed))
	at := opening
	w.item(fmt.Sprintf("0:00 opening, %d minutes", opening))
	for i, q := range s.questions {
		w.item(fmt.Sprintf("%s question %d (%s)", clock(at), i+1, q.ID))
		at += minutesOf[q.Level]
	}
	if s.design != nil {
		w.item(fmt.Sprintf("%s design, %d minutes", clock(at), designPart))
		at += designPart
	}
	w.item(clock(at) + " the candidate asks")

	w.heading("Questions")
	for i, q := range s.questions {
		w.question(i+1, q, minutesOf[q.Level])
		for _, f := range q.FollowUps {
			w.item(f.Question)
		}
	}
	if s.design != nil {
		s.writeDesign(w)
	}
	w.heading("Trade-offs to prompt with")
	for _, id := range []string{"patterns/monolith", "patterns/storage", "patterns/framework"} {
		if q := byID(all, id); q != nil {
			w.item(q.Title + " (" + q.ID + ")")
		}
	}
	w.item("What would make you choose the other way? What would you measure first?")

	w.heading("Answers")
	for i, q := range s.questions {
		w.question(i+1, q, 0)
		s.writeAnswer(w, q)
	}
	if s.design != nil {
		s.writeStar(w, all)
	}
}

// writeAnswer writes what a good answer holds.
func (s *sheet) writeAnswer(w paper, q *question.Question) {
	w.text(q.Answer)
	for _, f := range q.FollowUps {
		w.item(f.Question + " " + f.Answer)
	}
	w.label("Pitfalls")
	for _, text := range q.Pitfalls {
		w.item(text)
	}
	if len(q.TradeOffs) > 0 {
		w.label("Trade-offs")
		for _, text := range q.TradeOffs {
			w.item(text)
		}
	}
}

// writeDesign writes the task of the design part.
func (s *sheet) writeDesign(w paper) {
	w.question(len(s.questions)+1, s.design, designPart)
	w.text("Let the candidate tell it as a project of theirs, in four steps:")
	w.item("Situation: who uses it, how much, and what hurts?")
	w.item("Task: what was theirs to decide, and what was not?")
	w.item("Action: which designs were weighed, and why was this one taken?")
	w.item("Result: what was measured, before and after?")
	for _, f := range s.design.FollowUps {
		w.item(f.Question)
	}
}

// star is the worked example of the design part, but for its results: those are
// what the module's programs print.
var star = []string{
	"Situation: long links are shared in messages; each is read many times more often than it is made, and a dead or guessed link costs trust.",
	"Task: a service that shortens and resolves, keeps every code for good, counts hits without losing any, and runs on one machine first.",
	"Action: a counter made unguessable instead of a hash, so that there are no collisions to retry; a repository interface with one contract for memory and SQL; " +
		"a cache in front of reads, as codes never change; hits gathered in memory and written in batches, also at shutdown.",
	"Result, as its programs print it:",
}

// writeStar writes the worked example.
func (s *sheet) writeStar(w paper, all []question.Question) {
	w.question(len(s.questions)+1, s.design, 0)
	s.writeAnswer(w, s.design)
	w.label("A worked example")
	for _, text := range star {
		w.item(text)
	}
	for _, id := range []string{designAnswer, "patterns/shortener/hits", "patterns/shortener/collisions"} {
		if q := byID(all, id); q != nil {
			w.text(q.ID + ": " + q.Title)
			w.quote(q.Output)
		}
	}
}

func byID(all []question.Question, id string) *question.Question {
	for i := range all {
		if all[i].ID == id {
			return &all[i]
		}
	}
	return nil
}

// clock writes minutes as hours and minutes.
func clock(minutes int) string { return fmt.Sprintf("%d:%02d", minutes/60, minutes%60) }

// textPaper is for terminals and printers.
type textPaper struct{ *screen }

func (p textPaper) title(text string) { p.printf("%s\n\n", p.bold(text)) }
func (p textPaper) heading(text string) {
	p.printf("\n%s\n%s\n", p.bold(text), strings.Repeat("=", len(text)))
}
func (p textPaper) label(text string) { p.printf("  %s\n", text+":") }
func (p textPaper) text(text string)  { p.wrapped("  ", text) }

func (p textPaper) question(number int, q *question.Question, minutes int) {
	p.printf("\n")
	p.wrapped("", fmt.Sprintf("%d. %s", number, q.Title))
	facts := q.ID + ", " + q.Level
	if minutes > 0 {
		facts += fmt.Sprintf(", %d minutes", minutes)
	}
	p.printf("   %s\n", p.dim(facts))
}

func (p textPaper) quote(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		p.printf("      %s\n", line)
	}
}

// markdownPaper is for documents.
type markdownPaper struct{ *screen }

func (p markdownPaper) title(text string)   { p.printf("# %s\n\n", text) }
func (p markdownPaper) heading(text string) { p.printf("\n## %s\n", text) }
func (p markdownPaper) label(text string)   { p.printf("\n**%s**\n\n", text) }
func (p markdownPaper) text(text string)    { p.printf("%s\n\n", escapeMarkdown(text)) }
func (p markdownPaper) item(text string)    { p.printf("- %s\n", escapeMarkdown(text)) }

func (p markdownPaper) question(number int, q *question.Question, minutes int) {
	p.printf("\n### %d. %s\n\n", number, escapeMarkdown(q.Title))
	facts := fmt.Sprintf("`%s`, %s", q.ID, q.Level)
	if minutes > 0 {
		facts += fmt.Sprintf(", %d minutes", minutes)
	}
	p.printf("%s\n\n", facts)
}

func (p markdownPaper) quote(text string) { p.printf("```\n%s\n```\n\n", text) }

// escapeMarkdown keeps a text's letters from being taken for marks.
func escapeMarkdown(text string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "<", `\<`, "`", "\\`", "[", `\[`).Replace(text)
}

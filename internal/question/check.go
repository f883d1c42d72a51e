package question

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// modulePath is the module's own path.
const modulePath = "github.com/goconcepts/cookbook"

// Check returns what is wrong with a question, by the contract: its parts and
// their sizes, its place in the master list, its Output and its program, and
// what its code may use. allowed are the modules that an Example may import
// beside the standard library and our own.
func Check(fsys fs.FS, q *Question, allowed []string) []string {
	c := checker{q: q}
	c.parts()
	c.facts()
	c.master()
	if q.Output == "" {
		c.add("it has no Output")
	}
	if _, err := Play(fsys, q); err != nil {
		c.add("%v", err)
	}
	src, err := fs.ReadFile(fsys, q.File)
	if err != nil {
		return append(c.problems, err.Error())
	}
	c.source(src, allowed)
	return c.problems
}

type checker struct {
	q        *Question
	problems []string
}

func (c *checker) add(format string, args ...any) {
	c.problems = append(c.problems, c.q.ID+": "+fmt.Sprintf(format, args...))
}

func (c *checker) between(what string, n, low, high int) {
	if n < low || n > high {
		c.add("%s: %d, want %d to %d", what, n, low, high)
	}
}

// parts checks that each part is there and not too long.
func (c *checker) parts() {
	q := c.q
	c.between("words in the question", words(q.Title), 2, 30)
	c.between("words in the short answer", words(q.Answer), 20, 80)
	c.between("follow-ups", len(q.FollowUps), 2, 4)
	for _, f := range q.FollowUps {
		c.between("words in the answer to "+f.Question, words(f.Answer), 2, 60)
		c.sentence(f.Answer)
	}
	c.between("pitfalls", len(q.Pitfalls), 1, 3)
	for _, p := range q.Pitfalls {
		c.between("words in a pitfall", words(p), 3, 60)
		c.sentence(p)
	}
	if q.Level != "junior" {
		c.between("trade-offs", len(q.TradeOffs), 1, 4)
	}
	for _, t := range q.TradeOffs {
		c.between("words in a trade-off", words(t), 3, 80)
	}
	c.between("words under From Python", words(q.FromPython), 5, 90)
	c.sentence(q.Answer)
	c.sentence(q.FromPython)
}

// sentence checks that a text ends as a sentence does.
func (c *checker) sentence(s string) {
	if s != "" && !strings.ContainsAny(s[len(s)-1:], ".?!)") {
		c.add("a sentence ends without a full stop: ...%s", s[max(0, len(s)-30):])
	}
}

// facts checks the last paragraph.
func (c *checker) facts() {
	q := c.q
	if !slices.Contains(Levels(), q.Level) {
		c.add("level %q, want junior, mid or senior", q.Level)
	}
	c.between("tags", len(q.Tags), 1, 6)
	for _, t := range q.Tags {
		if t != strings.ToLower(t) || strings.ContainsAny(t, " .[]") {
			c.add("tag %q is not one word in lower case", t)
		}
	}
	if minor, ok := strings.CutPrefix(q.Since, "go1."); q.Since != "" {
		if n, err := strconv.Atoi(minor); !ok || err != nil || n < 0 || n > 26 {
			c.add("since %q, want a release such as go1.24", q.Since)
		}
	}
	for _, n := range q.Needs {
		if !slices.Contains([]string{"sqlite", "network", "files", "clock"}, n) {
			c.add("needs %q, want sqlite, network, files or clock", n)
		}
	}
	ids := map[string]bool{}
	for _, e := range Master() {
		ids[e.ID] = true
	}
	for _, s := range q.See {
		if slices.Contains(Topics(), topicOf(s)) && strings.Contains(s, "/") && !strings.Contains(s, ".") && !ids[s] {
			c.add("see %q: no such question", s)
		}
	}
}

// master checks the question against its line in the master list.
func (c *checker) master() {
	for _, e := range Master() {
		if e.ID != c.q.ID {
			continue
		}
		if e.Level != c.q.Level {
			c.add("level %q, the master list says %q", c.q.Level, e.Level)
		}
		if e.Wrong && c.q.Twin == "" {
			c.add("the master list wants a wrong twin in testdata/wrong/%s/main.go", c.q.Suffix())
		}
		return
	}
	c.add("it is not on the master list")
}

func words(s string) int { return len(strings.Fields(s)) }

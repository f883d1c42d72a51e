package main

import (
	"fmt"
	"strings"

	"github.com/goconcepts/cookbook/internal/question"
)

const headline = "cookbook: Go concepts, answered by programs that run"

// about says of each topic what is in it, in the words that people look for.
var about = map[string]string{
	"memory":      "sync.Pool, views, weak pointers, leaks, the collector",
	"concurrency": "goroutines, channels and worker pools compared; no GIL",
	"decorators":  "middleware: functions that wrap functions, and HTTP handlers",
	"patterns":    "resources, transactions, test doubles, N+1, a whole service",
	"caching":     "one cache, and functions that remember",
	"security":    "secrets, queries, passwords, tokens, decoding, files, clients",
	"matching":    "type switches and sum types; patterns with captures",
}

// starts are the questions to begin with.
var starts = []string{"concurrency/models", "memory/cycles", "matching/typeswitch"}

// index prints the first screen: at most 80 columns and 25 lines.
func (a *app) index() error {
	all, err := a.questions()
	if err != nil {
		return err
	}
	topics, levels, twins := map[string]int{}, map[string]int{}, 0
	for _, q := range all {
		topics[q.Topic()]++
		levels[q.Level]++
		if q.Twin != "" {
			twins++
		}
	}
	a.out.printf("%s%*s\n\n", a.out.bold(headline), 73-len(headline), fmt.Sprintf("%d answers", len(all)))
	for _, topic := range question.Topics() {
		a.out.printf("  %s %3d  %s\n", a.out.bold(fmt.Sprintf("%-11s", topic)), topics[topic], a.out.cut(about[topic], a.out.width-19))
	}
	var counts []string
	for _, level := range question.Levels() {
		counts = append(counts, fmt.Sprintf("%s %d", level, levels[level]))
	}
	a.out.printf("\n  %s   with a wrong version proven wrong: %d\n\nStart with one of\n", strings.Join(counts, "   "), twins)
	for _, q := range all {
		for _, id := range starts {
			if q.ID == id {
				a.out.printf("  %-21s %s\n", q.ID, shorten(q.Title, 56))
			}
		}
	}
	a.out.printf("\nNext\n")
	for _, next := range []struct{ command, what string }{
		{"show memory/cycles", "the question; -a the answer"},
		{"run concurrency/race", "see the wrong one fail"},
		{"verify caching", "prove a topic's answers"},
		{"search weak pointer", "find an answer"},
		{"help", "all commands"},
	} {
		a.out.printf("  %-43s %s\n", a.name+" "+next.command, next.what)
	}
	return nil
}

// shorten cuts text after a whole sentence or word so that it fits.
func shorten(text string, width int) string {
	if len(text) <= width {
		return text
	}
	lines := wrap(text, width-3)
	return lines[0] + "..."
}

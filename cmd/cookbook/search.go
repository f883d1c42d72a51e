package main

import (
	"errors"
	"flag"
	"strings"

	"github.com/goconcepts/cookbook/internal/search"
)

// search prints the questions that words match, each with the line that does.
func (a *app) search(args []string) error {
	set := flag.NewFlagSet("search", flag.ContinueOnError)
	n := set.Int("n", 10, "")
	words, err := a.flags(set, args)
	if err != nil {
		return err
	}
	query := strings.Join(words, " ")
	if len(search.Words(query)) == 0 || *n < 1 {
		return errors.New("search wants one word or several, and -n at least 1")
	}
	all, err := a.questions()
	if err != nil {
		return err
	}
	hits := search.New(all).Find(query, *n)
	if len(hits) == 0 {
		a.out.printf("nothing is found for %q\n", query)
		return nil
	}
	for _, h := range hits {
		q := h.Question
		title := a.out.fit(q.Title, a.out.width-len(q.ID)-len(q.Level)-4)
		a.out.printf("%s  %s  %s\n", a.out.bold(q.ID), q.Level, title[0])
		for _, more := range title[1:] {
			a.out.printf("    %s\n", more)
		}
		if h.Part == "id" || h.Part == "question" {
			continue
		}
		match := a.out.styled("1;33", h.Context[h.From:h.To])
		found := a.out.dim(h.Part+":") + " " + h.Context[:h.From] + match + h.Context[h.To:]
		for _, line := range a.out.fit(found, a.out.width-4) {
			a.out.printf("    %s\n", line)
		}
	}
	return nil
}

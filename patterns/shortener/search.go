package shortener

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"
)

// maxPage bounds a page of a list.
const maxPage = 1000

// List returns up to limit links after a code, in order of codes; limit is 1 to 1000.
func (s *Service) List(ctx context.Context, after string, limit int) ([]Link, error) {
	return s.Search(ctx, "", after, limit)
}

// Search returns up to limit links after a code, in order of codes, that begin with
// text: their code does, or their URL, with its scheme or without. "go.dev/d" finds
// https://go.dev/doc, and "dev" does not. Codes and paths differ by case, host names do
// not; an international host is found by its whole name or by its ASCII form. An empty
// text finds all. limit is 1 to 1000; what is refused is a [*RefusedError].
//
// It begins with the text rather than contains it because that is what an index answers:
// a million links take a few milliseconds whatever the text, where a scan for a text in
// the middle takes a third of a second on SQLite and over a second on PostgreSQL.
func (s *Service) Search(ctx context.Context, text, after string, limit int) ([]Link, error) {
	if limit < 1 || limit > maxPage {
		return nil, errRange("limit", maxPage)
	}
	text = strings.TrimSpace(text)
	if err := cmp.Or(checkText("text", text), checkText("after", after)); err != nil {
		return nil, err
	}
	if text == "" {
		return s.store.List(ctx, after, limit)
	}
	return s.store.Search(ctx, text, prefixes(text), after, limit)
}

// prefixes returns what a normalised URL begins with that begins with text.
func prefixes(text string) []string {
	const plain, secure = "http://", "https://"
	lower := strings.ToLower(text)
	switch {
	case strings.HasPrefix(lower, plain):
		return []string{plain + lowerHost(text[len(plain):])}
	case strings.HasPrefix(lower, secure):
		return []string{secure + lowerHost(text[len(secure):])}
	case strings.HasPrefix(secure, lower) || strings.HasPrefix(plain, lower): // not all of a scheme yet
		return []string{lower, plain + lower, secure + lower}
	default:
		return []string{plain + lowerHost(text), secure + lowerHost(text)}
	}
}

// lowerHost returns a text whose beginning is a host's, that in the form in which it is stored.
func lowerHost(text string) string {
	end := strings.IndexAny(text, "/?#:")
	if end < 0 {
		end = len(text)
	}
	host, rest := strings.ToLower(text[:end]), text[end:]
	if ascii, err := names.ToASCII(host); err == nil {
		host = ascii
	}
	return host + rest
}

// maxDays bounds a history: a leap year.
const maxDays = 366

// History returns the hits of a link on each of the last days, today in UTC the last of
// them, oldest first; a day without hits has 0. Those are included that this service has
// not written yet. days is 1 to 366. A link that was never hit, or that there is not, has
// only zeros.
func (s *Service) History(ctx context.Context, code string, days int) ([]Day, error) {
	if days < 1 || days > maxDays {
		return nil, errRange("days", maxDays)
	}
	if err := checkText("code", code); err != nil {
		return nil, ErrNotFound
	}
	if err := s.hits.flush(ctx); err != nil {
		return nil, err
	}
	all := make([]Day, days)
	first := dayOf(time.Now()).AddDate(0, 0, 1-days)
	for i := range all {
		all[i].Date = first.AddDate(0, 0, i)
	}
	known, err := s.store.History(ctx, code, first)
	if err != nil {
		return nil, err
	}
	for _, d := range known {
		// Another machine's clock may be in tomorrow already.
		if i := int(d.Date.Sub(first) / (24 * time.Hour)); i < days {
			all[i].Hits = d.Hits
		}
	}
	return all, nil
}

// errRange is the error of a number that is not 1 to most.
func errRange(field string, most int) error {
	return refuse(field, field, fmt.Sprintf("be 1 to %d", most))
}

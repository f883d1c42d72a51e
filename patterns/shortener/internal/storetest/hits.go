package storetest

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// writers numbers the writers of batches.
var writers atomic.Int64

// batch returns the first batch of a new writer.
func batch(day time.Time, hits map[string]uint64) shortener.Batch {
	return shortener.Batch{Writer: fmt.Sprint("writer ", writers.Add(1)), Number: 1, Day: day, Hits: hits}
}

// day is some midnight.
var day = time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)

func history(t *testing.T, s shortener.Store) {
	insert(t, s, link("a", "https://a/"))
	insert(t, s, link("b", "https://b/"))
	for _, n := range []int{3, 0, 1, 0} { // not in order, and one twice
		if err := s.AddHits(t.Context(), batch(day.AddDate(0, 0, n), map[string]uint64{"a": 1 << n, "gone": 1})); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		code  string
		since time.Time
		want  []shortener.Day
	}{
		{"a", day.AddDate(0, 0, -1), []shortener.Day{{Date: day, Hits: 2}, {Date: day.AddDate(0, 0, 1), Hits: 2}, {Date: day.AddDate(0, 0, 3), Hits: 8}}},
		{"a", day, []shortener.Day{{Date: day, Hits: 2}, {Date: day.AddDate(0, 0, 1), Hits: 2}, {Date: day.AddDate(0, 0, 3), Hits: 8}}},
		{"a", day.AddDate(0, 0, 2), []shortener.Day{{Date: day.AddDate(0, 0, 3), Hits: 8}}},
		{"a", day.AddDate(0, 0, 4), nil},
		{"b", day, nil},
		{"gone", day, nil},
	} {
		got, err := s.History(t.Context(), tt.code, tt.since)
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s since %v: %v %v, want %v", tt.code, tt.since, got, err, tt.want)
		}
	}
	if l, err := s.Find(t.Context(), "a"); err != nil || l.Hits != 12 {
		t.Errorf("%d hits in all %v, want 12", l.Hits, err)
	}
}

func historyEnds(t *testing.T, s shortener.Store) {
	alias := link("alias", "https://a/")
	alias.Alias = true
	insert(t, s, alias)
	if err := s.AddHits(t.Context(), batch(day, map[string]uint64{"alias": 1})); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), "alias"); err != nil {
		t.Fatal(err)
	}
	insert(t, s, alias)
	if days, err := s.History(t.Context(), "alias", day); err != nil || len(days) != 0 {
		t.Errorf("the next link of that code begins with %v %v", days, err)
	}
}

func once(t *testing.T, s shortener.Store) {
	insert(t, s, link("a", "https://a/"))
	for _, b := range []shortener.Batch{
		{Writer: "one", Number: 5}, {Writer: "one", Number: 5}, {Writer: "two", Number: 1}, {Writer: "one", Number: 6}, {Writer: "one", Number: 5},
	} {
		b.Day, b.Hits = day, map[string]uint64{"a": 1}
		if err := s.AddHits(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	l, err := s.Find(t.Context(), "a")
	days, errDays := s.History(t.Context(), "a", day)
	if err != nil || l.Hits != 3 || errDays != nil || len(days) != 1 || days[0].Hits != 3 {
		t.Errorf("three batches gave %d hits %v and %v %v", l.Hits, err, days, errDays)
	}
}

// together lets several writers add to the same links in different orders, where an
// engine that locks rows as they come would deadlock.
func together(t *testing.T, s shortener.Store) {
	const links, batches, each = 20, 10, 8
	for i := range links {
		insert(t, s, link(fmt.Sprint("c", i), fmt.Sprint("https://a/", i)))
	}
	var wg sync.WaitGroup
	for w := range each {
		wg.Go(func() {
			for n := range batches {
				b := shortener.Batch{Writer: fmt.Sprint(w), Number: uint64(n + 1), Day: day, Hits: map[string]uint64{}}
				for i := range links {
					b.Hits[fmt.Sprint("c", i)] = 1
				}
				if err := s.AddHits(t.Context(), b); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for i := range links {
		code := fmt.Sprint("c", i)
		l, err := s.Find(t.Context(), code)
		days, errDays := s.History(t.Context(), code, day)
		if err != nil || l.Hits != batches*each || errDays != nil || len(days) != 1 || days[0].Hits != batches*each {
			t.Errorf("%s has %d hits %v and %v %v, want %d", code, l.Hits, err, days, errDays, batches*each)
		}
	}
}

func hits(t *testing.T, s shortener.Store) {
	insert(t, s, link("a", "https://a/"))
	insert(t, s, link("b", "https://b/"))
	for range 3 {
		if err := s.AddHits(t.Context(), batch(day, map[string]uint64{"a": 2, "b": 1, "gone": 5})); err != nil {
			t.Fatal(err)
		}
	}
	for code, want := range map[string]uint64{"a": 6, "b": 3} {
		if l, err := s.Find(t.Context(), code); err != nil || l.Hits != want {
			t.Errorf("%s has %d hits %v, want %d", code, l.Hits, err, want)
		}
	}
	if err := s.AddHits(t.Context(), batch(day, nil)); err != nil {
		t.Errorf("no hits: %v", err)
	}
}

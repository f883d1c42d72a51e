package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// Run runs the contract as subtests. open returns a store that is empty; it is
// called once for each subtest and closes what it opened by t.Cleanup.
func Run(t *testing.T, open func(t *testing.T) shortener.Store) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, s shortener.Store)
	}{
		{"numbers are given out once", numbers},
		{"a link comes back as it was stored", roundTrip},
		{"a URL has one shared link", shared},
		{"a code is taken once", taken},
		{"a deleted link is gone", deleted},
		{"deletes are told in order", deletes},
		{"deletes at the same time are all told", deletesTogether},
		{"pages follow each other without gaps", pages},
		{"hits add up", hits},
		{"a batch counts once", once},
		{"batches at the same time add up", together},
		{"hits belong to days", history},
		{"a history ends with its link", historyEnds},
		{"a search finds what begins with a text", search},
		{"an ended context ends every call", ended},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

// link returns a shared link that is valid everywhere: databases keep microseconds.
func link(code, url string) shortener.Link {
	return shortener.Link{Code: code, URL: url, Created: time.UnixMicro(1_700_000_000_000_001).UTC()}
}

func insert(t *testing.T, s shortener.Store, l shortener.Link) shortener.Link {
	t.Helper()
	stored, err := s.Insert(t.Context(), l)
	if err != nil {
		t.Fatalf("insert %s: %v", l.Code, err)
	}
	return stored
}

func same(a, b shortener.Link) bool {
	return a.Code == b.Code && a.URL == b.URL && a.Alias == b.Alias && a.Hits == b.Hits &&
		a.Created.Equal(b.Created) && a.Expires.Equal(b.Expires)
}

func numbers(t *testing.T, s shortener.Store) {
	if first, err := s.Reserved(t.Context()); err != nil || first != 0 {
		t.Fatalf("a new store has given out %d %v, want 0", first, err)
	}
	const callers, each = 8, 25
	firsts := make([]uint64, callers*each)
	var wg sync.WaitGroup
	for c := range callers {
		wg.Go(func() {
			for i := range each {
				first, err := s.Reserve(t.Context(), 10)
				if err != nil {
					t.Error(err)
				}
				firsts[c*each+i] = first
			}
		})
	}
	wg.Wait()
	slices.Sort(firsts)
	for i, first := range firsts {
		if first != uint64(10*i) {
			t.Fatalf("range %d begins at %d, want %d", i, first, 10*i)
		}
	}
	if next, err := s.Reserved(t.Context()); err != nil || next != callers*each*10 {
		t.Fatalf("reserved %d %v, want %d", next, err, callers*each*10)
	}
}

func roundTrip(t *testing.T, s shortener.Store) {
	for _, want := range []shortener.Link{
		link("plain", "https://go.dev/"),
		{Code: "alias", URL: "https://go.dev/é?q=%00", Alias: true, Created: time.UnixMicro(1).UTC()},
		{Code: "expires", URL: "https://go.dev/x", Created: time.UnixMicro(1).UTC(), Expires: time.UnixMicro(5).UTC()},
	} {
		if got := insert(t, s, want); !same(got, want) {
			t.Errorf("inserted %+v, want %+v", got, want)
		}
		if got, err := s.Find(t.Context(), want.Code); err != nil || !same(got, want) {
			t.Errorf("found %+v %v, want %+v", got, err, want)
		}
	}
	if _, err := s.Find(t.Context(), "PLAIN"); !errors.Is(err, shortener.ErrNotFound) {
		t.Errorf("codes differ by case: %v", err)
	}
}

func shared(t *testing.T, s shortener.Store) {
	const url = "https://go.dev/"
	first := insert(t, s, link("one", url))
	if again := insert(t, s, link("two", url)); !same(again, first) {
		t.Errorf("the same URL gave %+v, want %+v", again, first)
	}
	if found, err := s.FindURL(t.Context(), url); err != nil || !same(found, first) {
		t.Errorf("found %+v %v", found, err)
	}
	if _, err := s.Find(t.Context(), "two"); !errors.Is(err, shortener.ErrNotFound) {
		t.Errorf("the second code was stored: %v", err)
	}
	alias := link("alias", url)
	alias.Alias = true
	insert(t, s, alias)
	brief := link("brief", url)
	brief.Expires = brief.Created.Add(time.Hour)
	if got := insert(t, s, brief); got.Code != "brief" {
		t.Errorf("a link that expires became %+v", got)
	}
	if found, err := s.FindURL(t.Context(), url); err != nil || found.Code != "one" {
		t.Errorf("found %+v %v", found, err)
	}
	if _, err := s.FindURL(t.Context(), "https://other/"); !errors.Is(err, shortener.ErrNotFound) {
		t.Errorf("an unknown URL: %v", err)
	}
	var wg sync.WaitGroup
	codes := make([]string, 20)
	for i := range codes {
		wg.Go(func() {
			l, err := s.Insert(t.Context(), link(fmt.Sprint("many", i), "https://many/"))
			if err != nil {
				t.Error(err)
			}
			codes[i] = l.Code
		})
	}
	wg.Wait()
	if len(slices.Compact(codes)) != 1 {
		t.Errorf("one URL at the same time got %v", codes)
	}
}

func taken(t *testing.T, s shortener.Store) {
	insert(t, s, link("code", "https://one/"))
	for _, alias := range []bool{false, true} {
		l := link("code", "https://two/")
		l.Alias = alias
		if _, err := s.Insert(t.Context(), l); !errors.Is(err, shortener.ErrTaken) {
			t.Errorf("alias %t: %v, want ErrTaken", alias, err)
		}
	}
	if l, err := s.Find(t.Context(), "code"); err != nil || l.URL != "https://one/" {
		t.Errorf("the first link became %+v %v", l, err)
	}
	if _, err := s.FindURL(t.Context(), "https://two/"); !errors.Is(err, shortener.ErrNotFound) {
		t.Errorf("what was refused left a trace: %v", err)
	}
}

func ended(t *testing.T, s shortener.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	calls := map[string]func() error{
		"Reserve":  func() error { _, err := s.Reserve(ctx, 1); return err },
		"Reserved": func() error { _, err := s.Reserved(ctx); return err },
		"Insert":   func() error { _, err := s.Insert(ctx, link("a", "https://a/")); return err },
		"Find":     func() error { _, err := s.Find(ctx, "a"); return err },
		"FindURL":  func() error { _, err := s.FindURL(ctx, "https://a/"); return err },
		"Deleted":  func() error { _, _, err := s.Deleted(ctx, 0); return err },
		"Delete":   func() error { return s.Delete(ctx, "a") },
		"List":     func() error { _, err := s.List(ctx, "", 1); return err },
		"AddHits":  func() error { return s.AddHits(ctx, batch(day, map[string]uint64{"a": 1})) },
		"Search":   func() error { _, err := s.Search(ctx, "a", nil, "", 1); return err },
		"History":  func() error { _, err := s.History(ctx, "a", day); return err },
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want context.Canceled", name, err)
		}
	}
}

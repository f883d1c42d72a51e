package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
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
		{"pages follow each other without gaps", pages},
		{"hits add up", hits},
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

func deleted(t *testing.T, s shortener.Store) {
	insert(t, s, link("code", "https://one/"))
	if err := s.Delete(t.Context(), "code"); err != nil {
		t.Fatal(err)
	}
	_, byCode := s.Find(t.Context(), "code")
	_, byURL := s.FindURL(t.Context(), "https://one/")
	again := s.Delete(t.Context(), "code")
	for _, err := range []error{byCode, byURL, again} {
		if !errors.Is(err, shortener.ErrNotFound) {
			t.Errorf("%v, want ErrNotFound", err)
		}
	}
	if l := insert(t, s, link("new", "https://one/")); l.Code != "new" {
		t.Errorf("the URL still has %s", l.Code)
	}
}

func pages(t *testing.T, s shortener.Store) {
	var want []string
	for i := range 25 {
		code := fmt.Sprintf("c%02d", i*7%25)
		want = append(want, code)
		insert(t, s, link(code, "https://host/"+code))
	}
	slices.Sort(want)
	var got []string
	for after := ""; ; {
		page, err := s.List(t.Context(), after, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		if len(page) > 10 {
			t.Fatalf("a page of %d, want at most 10", len(page))
		}
		for _, l := range page {
			got = append(got, l.Code)
		}
		after = got[len(got)-1]
	}
	if !slices.Equal(got, want) {
		t.Errorf("listed %v, want %v", got, want)
	}
}

// search compares with what one would write without an index, page by page.
func search(t *testing.T, s shortener.Store) {
	all := []shortener.Link{
		link("go", "https://go.dev/"), link("go-2", "http://go.dev/doc"), link("GO", "https://go.dev/Doc"),
		link("x_y", "https://x_y%/"), link("xay", "https://xay%/"), link("z", "https://godoc.org/"), link("https", "http://https/"),
	}
	for i := range 30 {
		all = append(all, link(fmt.Sprintf("n%02d", i*7%30), fmt.Sprintf("https://many.example/%d?q=\U0010FFFE", i)))
	}
	for _, l := range all {
		insert(t, s, l)
	}
	slices.SortFunc(all, func(a, b shortener.Link) int { return strings.Compare(a.Code, b.Code) })
	for _, q := range []struct {
		code string
		urls []string
	}{
		{"go", []string{"http://go", "https://go"}},
		{"G", nil},
		{"x_y", []string{"https://x_y"}},
		{"%", []string{"%", "https://x_y%"}},
		{"https", []string{"https"}},
		{"none", []string{"https://many.example/"}},
		{"none", []string{"https://many.example/1?q=\U0010FFFE"}},
		{"none", nil},
	} {
		for _, limit := range []int{1, 7, 100} {
			var want, got []string
			for _, l := range all {
				if strings.HasPrefix(l.Code, q.code) || slices.ContainsFunc(q.urls, func(u string) bool { return strings.HasPrefix(l.URL, u) }) {
					want = append(want, l.Code)
				}
			}
			for after, more := "", true; more; {
				page, err := s.Search(t.Context(), q.code, q.urls, after, limit)
				if err != nil {
					t.Fatal(err)
				}
				if len(page) > limit {
					t.Fatalf("a page of %d, want at most %d", len(page), limit)
				}
				for _, l := range page {
					got = append(got, l.Code)
					after = l.Code
				}
				more = len(page) > 0 && len(got) <= len(want)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q by %d: found %v, want %v", q, limit, got, want)
			}
		}
	}
}

// day is some midnight.
var day = time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)

func history(t *testing.T, s shortener.Store) {
	insert(t, s, link("a", "https://a/"))
	insert(t, s, link("b", "https://b/"))
	for _, n := range []int{3, 0, 1, 0} { // not in order, and one twice
		if err := s.AddHits(t.Context(), day.AddDate(0, 0, n), map[string]uint64{"a": 1 << n, "gone": 1}); err != nil {
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
	if err := s.AddHits(t.Context(), day, map[string]uint64{"alias": 1}); err != nil {
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

func hits(t *testing.T, s shortener.Store) {
	insert(t, s, link("a", "https://a/"))
	insert(t, s, link("b", "https://b/"))
	for range 3 {
		if err := s.AddHits(t.Context(), day, map[string]uint64{"a": 2, "b": 1, "gone": 5}); err != nil {
			t.Fatal(err)
		}
	}
	for code, want := range map[string]uint64{"a": 6, "b": 3} {
		if l, err := s.Find(t.Context(), code); err != nil || l.Hits != want {
			t.Errorf("%s has %d hits %v, want %d", code, l.Hits, err, want)
		}
	}
	if err := s.AddHits(t.Context(), day, nil); err != nil {
		t.Errorf("no hits: %v", err)
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
		"Delete":   func() error { return s.Delete(ctx, "a") },
		"List":     func() error { _, err := s.List(ctx, "", 1); return err },
		"AddHits":  func() error { return s.AddHits(ctx, day, map[string]uint64{"a": 1}) },
		"Search":   func() error { _, err := s.Search(ctx, "a", nil, "", 1); return err },
		"History":  func() error { _, err := s.History(ctx, "a", day); return err },
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want context.Canceled", name, err)
		}
	}
}

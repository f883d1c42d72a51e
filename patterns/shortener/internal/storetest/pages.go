package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

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

package shortener_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

func TestSearch(t *testing.T) {
	s, _ := newService(t, shortener.Config{})
	for alias, url := range map[string]string{
		"docs": "https://go.dev/doc", "Docs-2": "http://Go.dev:8080/Doc", "idn": "https://bücher.example/ä",
		"dot": "https://docs.example/", "six": "http://[2001:db8::1]/",
	} {
		shorten(t, s, shortener.Order{URL: url, Alias: alias})
	}
	for text, want := range map[string][]string{
		"":                         {"Docs-2", "docs", "dot", "idn", "six"},
		"doc":                      {"docs", "dot"},
		" GO.dev ":                 {"Docs-2", "docs"},
		"go.dev/":                  {"docs"},
		"go.dev:":                  {"Docs-2"},
		"GO.DEV/doc":               {"docs"},
		"go.dev/Doc":               nil, // paths differ by case
		"HTTP://go":                {"Docs-2"},
		"https://":                 {"docs", "dot", "idn"},
		"Http":                     {"Docs-2", "docs", "dot", "idn", "six"},
		"https:/":                  {"docs", "dot", "idn"},
		"docs.":                    {"dot"},
		"bücher.example":           {"idn"},
		"xn--bcher":                {"idn"},
		"https://bücher.example/%": {"idn"},
		"[2001:":                   {"six"},
		"dev":                      nil,
		"%":                        nil,
		"_":                        nil,
		"no such":                  nil,
	} {
		links, err := s.Search(t.Context(), text, "", 1000)
		require.NoError(t, err, text)
		var got []string
		for _, l := range links {
			got = append(got, l.Code)
		}
		require.Equal(t, want, got, "%q", text)
	}
	page, err := s.Search(t.Context(), "doc", "docs", 1)
	require.NoError(t, err)
	require.Len(t, page, 1)
	require.Equal(t, "dot", page[0].Code)
}

func TestSearchRefusals(t *testing.T) {
	s, _ := newService(t, shortener.Config{})
	for _, tt := range []struct {
		text  string
		limit int
	}{{"a", 0}, {"a", 1001}, {strings.Repeat("a", 2049), 1}, {"a\x00", 1}, {"a\xff", 1}} {
		_, err := s.Search(t.Context(), tt.text, "", tt.limit)
		var refused *shortener.RefusedError
		require.ErrorAs(t, err, &refused)
	}
	for _, days := range []int{-1, 0, 367} {
		_, err := s.History(t.Context(), "go", days)
		var refused *shortener.RefusedError
		require.ErrorAs(t, err, &refused)
	}
}

func TestHistoryCountsByDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // the bubble's clock begins at midnight UTC
		s, store := newService(t, shortener.Config{FlushEvery: time.Hour})
		l := shorten(t, s, shortener.Order{URL: "http://h/"})
		start := time.Now().UTC()
		hit := func(n int) {
			for range n {
				_, err := s.Resolve(t.Context(), l.Code)
				require.NoError(t, err)
			}
		}
		hit(1)
		time.Sleep(24*time.Hour - time.Nanosecond)
		hit(2) // the last of the first day, not written when the second begins
		time.Sleep(time.Nanosecond)
		hit(4)
		store.failHits.Store(true)
		time.Sleep(48 * time.Hour)
		hit(8)
		store.failHits.Store(false)

		want := []uint64{0, 3, 4, 0, 8}
		days, err := s.History(t.Context(), l.Code, len(want))
		require.NoError(t, err)
		require.Len(t, days, len(want))
		for i, d := range days {
			require.Equal(t, want[i], d.Hits, "day %d", i)
			require.True(t, d.Date.Equal(start.AddDate(0, 0, i-1)), fmt.Sprint(d.Date))
		}
		none, err := s.History(t.Context(), "none", 2)
		require.NoError(t, err)
		require.Equal(t, []uint64{0, 0}, []uint64{none[0].Hits, none[1].Hits})
		got, err := s.Stats(t.Context(), l.Code)
		require.NoError(t, err)
		require.EqualValues(t, 15, got.Hits)
		require.NoError(t, s.Shutdown(t.Context()))
	})
}

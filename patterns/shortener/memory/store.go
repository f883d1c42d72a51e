package memory

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// Store keeps links in maps. The zero Store is empty and ready for use by several
// goroutines; it must not be copied. List and
// Search sort all codes that they find: O(n log n).
type Store struct {
	mu     sync.Mutex
	next   uint64
	byCode map[string]shortener.Link
	byURL  map[string]string // the code of the shared link of a URL

	deleted []string                   // the codes, in the order of their deletes
	days    map[string][]shortener.Day // the hits of a code, oldest first
	batches map[string]uint64          // the last number of each writer
}

var _ shortener.Store = (*Store)(nil)

// Reserve implements [shortener.Store].
func (s *Store) Reserve(ctx context.Context, n uint64) (uint64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return 0, context.Cause(ctx)
	}
	s.next += n
	return s.next - n, nil
}

// Reserved implements [shortener.Store].
func (s *Store) Reserved(ctx context.Context) (uint64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return 0, context.Cause(ctx)
	}
	return s.next, nil
}

// Insert implements [shortener.Store].
func (s *Store) Insert(ctx context.Context, link shortener.Link) (shortener.Link, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return shortener.Link{}, context.Cause(ctx)
	}
	if code, ok := s.byURL[link.URL]; ok && link.Shared() {
		return s.byCode[code], nil
	}
	if _, taken := s.byCode[link.Code]; taken {
		return shortener.Link{}, shortener.ErrTaken
	}
	if s.byCode == nil {
		s.byCode, s.byURL = map[string]shortener.Link{}, map[string]string{}
	}
	s.byCode[link.Code] = link
	if link.Shared() {
		s.byURL[link.URL] = link.Code
	}
	return link, nil
}

// Find implements [shortener.Store].
func (s *Store) Find(ctx context.Context, code string) (shortener.Link, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return shortener.Link{}, context.Cause(ctx)
	}
	link, ok := s.byCode[code]
	if !ok {
		return shortener.Link{}, shortener.ErrNotFound
	}
	return link, nil
}

// FindURL implements [shortener.Store].
func (s *Store) FindURL(ctx context.Context, url string) (shortener.Link, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return shortener.Link{}, context.Cause(ctx)
	}
	code, ok := s.byURL[url]
	if !ok {
		return shortener.Link{}, shortener.ErrNotFound
	}
	return s.byCode[code], nil
}

// Delete implements [shortener.Store].
func (s *Store) Delete(ctx context.Context, code string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	link, ok := s.byCode[code]
	if !ok {
		return shortener.ErrNotFound
	}
	delete(s.byCode, code)
	delete(s.days, code)
	if link.Shared() {
		delete(s.byURL, link.URL)
	}
	s.deleted = append(s.deleted, code)
	return nil
}

// Deleted implements [shortener.Store].
func (s *Store) Deleted(ctx context.Context, since uint64) ([]string, uint64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return nil, 0, context.Cause(ctx)
	}
	version := uint64(len(s.deleted))
	return slices.Clone(s.deleted[min(since, version):]), version, nil
}

// List implements [shortener.Store].
func (s *Store) List(ctx context.Context, after string, limit int) ([]shortener.Link, error) {
	return s.page(ctx, after, limit, func(shortener.Link) bool { return true })
}

// Search implements [shortener.Store].
func (s *Store) Search(ctx context.Context, code string, urls []string, after string, limit int) ([]shortener.Link, error) {
	return s.page(ctx, after, limit, func(l shortener.Link) bool {
		return strings.HasPrefix(l.Code, code) ||
			slices.ContainsFunc(urls, func(prefix string) bool { return strings.HasPrefix(l.URL, prefix) })
	})
}

func (s *Store) page(ctx context.Context, after string, limit int, wanted func(shortener.Link) bool) ([]shortener.Link, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	var links []shortener.Link
	for code, l := range s.byCode {
		if code > after && wanted(l) {
			links = append(links, l)
		}
	}
	slices.SortFunc(links, func(a, b shortener.Link) int { return cmp.Compare(a.Code, b.Code) })
	return links[:min(limit, len(links))], nil
}

// AddHits implements [shortener.Store].
func (s *Store) AddHits(ctx context.Context, b shortener.Batch) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case b.Number <= s.batches[b.Writer]:
		return nil
	case s.batches == nil:
		s.batches, s.days = map[string]uint64{}, map[string][]shortener.Day{}
	}
	s.batches[b.Writer] = b.Number
	for code, n := range b.Hits {
		link, ok := s.byCode[code]
		if !ok {
			continue
		}
		link.Hits += n
		s.byCode[code] = link
		days := s.days[code]
		i, found := search(days, b.Day)
		if !found {
			days = slices.Insert(days, i, shortener.Day{Date: b.Day})
		}
		days[i].Hits += n
		s.days[code] = days
	}
	return nil
}

func search(days []shortener.Day, date time.Time) (int, bool) {
	return slices.BinarySearchFunc(days, date, func(d shortener.Day, t time.Time) int { return d.Date.Compare(t) })
}

// History implements [shortener.Store].
func (s *Store) History(ctx context.Context, code string, since time.Time) ([]shortener.Day, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	days := s.days[code]
	i, _ := search(days, since)
	return slices.Clone(days[i:]), nil
}

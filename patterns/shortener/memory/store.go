package memory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// Store keeps links in maps. The zero Store is empty and ready for use by several
// goroutines; it must not be copied. List sorts all codes: O(n log n).
type Store struct {
	mu     sync.Mutex
	next   uint64
	byCode map[string]shortener.Link
	byURL  map[string]string // the code of the shared link of a URL
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
	if link.Shared() {
		delete(s.byURL, link.URL)
	}
	return nil
}

// List implements [shortener.Store].
func (s *Store) List(ctx context.Context, after string, limit int) ([]shortener.Link, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	links := slices.SortedFunc(maps.Values(s.byCode), func(a, b shortener.Link) int { return cmp.Compare(a.Code, b.Code) })
	i, found := slices.BinarySearchFunc(links, after, func(l shortener.Link, code string) int { return cmp.Compare(l.Code, code) })
	if found {
		i++
	}
	return links[i:min(i+limit, len(links))], nil
}

// AddHits implements [shortener.Store].
func (s *Store) AddHits(ctx context.Context, hits map[string]uint64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for code, n := range hits {
		if link, ok := s.byCode[code]; ok {
			link.Hits += n
			s.byCode[code] = link
		}
	}
	return nil
}

package shortener

// Counts is what a [Service] counts about itself, for metrics.
type Counts struct {
	CacheHits   uint64 // codes that were looked up in memory and found
	CacheMisses uint64 // codes that the store was asked for; several askers at once are one
	HitsWaiting uint64 // that wait for the next write; 0 after [Service.Shutdown]
}

// Counts returns the counts so far. It asks no store and takes time for each code that
// was hit since the last write.
func (s *Service) Counts() Counts {
	stats := s.cache.Stats()
	return Counts{CacheHits: stats.Hits, CacheMisses: stats.Loads, HitsWaiting: s.hits.waiting()}
}

func (h *hits) waiting() (sum uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, n := range h.counts {
		sum += n
	}
	for _, counts := range h.older {
		for _, n := range counts {
			sum += n
		}
	}
	return sum
}

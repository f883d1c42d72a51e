package shortener

// Counts is what a [Service] counts about itself, for metrics.
type Counts struct {
	CacheHits   uint64 // codes that were looked up in memory and found; one that must be confirmed is looked up twice
	CacheMisses uint64 // codes that the store was asked for; several askers at once are one
	HitsWaiting uint64 // hits of links that are not known to be stored; 0 after [Service.Shutdown]
}

// Counts returns the counts so far. It takes no lock and asks no store.
func (s *Service) Counts() Counts {
	stats := s.cache.Stats()
	return Counts{CacheHits: stats.Hits, CacheMisses: stats.Loads, HitsWaiting: uint64(s.hits.waiting.Load())} // #nosec G115 -- a count
}

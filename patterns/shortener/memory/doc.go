// Package memory is a store of links in memory: for tests, and for one process that
// may forget. It needs nothing and keeps nothing; take
// [github.com/goconcepts/cookbook/patterns/shortener/sqlite] for one that remembers.
package memory

package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// Bench prices what a service asks of a store.
func Bench(b *testing.B, s shortener.Store) {
	ctx := b.Context()
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	made := 0
	insert := func() {
		_, err := s.Insert(ctx, link(fmt.Sprintf("%07d", made), fmt.Sprint("https://host/", made)))
		must(err)
		made++
	}
	hits := map[string]uint64{}
	for range 1000 {
		hits[fmt.Sprintf("%07d", made)] = 1
		insert()
	}
	b.Run("Insert", func(b *testing.B) {
		for b.Loop() {
			insert()
		}
	})
	b.Run("Find", func(b *testing.B) {
		for b.Loop() {
			_, err := s.Find(ctx, "0000001")
			must(err)
		}
	})
	b.Run("Deleted", func(b *testing.B) {
		for b.Loop() {
			_, _, err := s.Deleted(ctx, 0)
			must(err)
		}
	})
	b.Run("AddHits of 1000 links", func(b *testing.B) {
		today := time.Now().UTC().Truncate(24 * time.Hour)
		for b.Loop() {
			must(s.AddHits(ctx, batch(today, hits)))
		}
	})
}

package relation

import (
	"context"
	"sync"

	"github.com/graph-gophers/dataloader/v7"

	"github.com/goconcepts/cookbook/patterns/relation"
)

func oursGets(f fetch[int64], goroutines int, body func(i int, get func(key int64) error)) error {
	l := relation.NewLoader(f)
	return relation.Batched(context.Background(), func(b *relation.Batch) error {
		for i := range goroutines {
			b.Go(func() error {
				body(i, func(key int64) error { _, err := relation.Get(b, l, key); return err })
				return nil
			})
		}
		return nil
	})
}

func dataloaderGets(f fetch[int64], goroutines int, body func(i int, get func(key int64) error)) error {
	l := dataloader.NewBatchedLoader(results(f))
	var all sync.WaitGroup
	for i := range goroutines {
		all.Go(func() {
			body(i, func(key int64) error { _, err := l.Load(context.Background(), key)(); return err })
		})
	}
	all.Wait()
	return nil
}

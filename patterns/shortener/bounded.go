package shortener

import (
	"context"
	"fmt"
	"time"
)

// bounded is a store whose every call ends in time, so that a store that hangs is an
// error like one that is away.
type bounded struct {
	store Store
	limit time.Duration
}

var _ Store = bounded{}

// call runs f under the limit.
func call[T any](ctx context.Context, b bounded, f func(context.Context) (T, error)) (T, error) {
	late := fmt.Errorf("shortener: store: no answer in %v: %w", b.limit, context.DeadlineExceeded)
	ctx, cancel := context.WithTimeoutCause(ctx, b.limit, late)
	defer cancel()
	return f(ctx)
}

func (b bounded) Reserve(ctx context.Context, n uint64) (uint64, error) {
	return call(ctx, b, func(ctx context.Context) (uint64, error) { return b.store.Reserve(ctx, n) })
}

func (b bounded) Reserved(ctx context.Context) (uint64, error) {
	return call(ctx, b, b.store.Reserved)
}

func (b bounded) Insert(ctx context.Context, l Link) (Link, error) {
	return call(ctx, b, func(ctx context.Context) (Link, error) { return b.store.Insert(ctx, l) })
}

func (b bounded) Find(ctx context.Context, code string) (Link, error) {
	return call(ctx, b, func(ctx context.Context) (Link, error) { return b.store.Find(ctx, code) })
}

func (b bounded) FindURL(ctx context.Context, url string) (Link, error) {
	return call(ctx, b, func(ctx context.Context) (Link, error) { return b.store.FindURL(ctx, url) })
}

func (b bounded) Delete(ctx context.Context, code string) error {
	_, err := call(ctx, b, func(ctx context.Context) (struct{}, error) { return struct{}{}, b.store.Delete(ctx, code) })
	return err
}

func (b bounded) Deleted(ctx context.Context, since uint64) (codes []string, version uint64, err error) {
	codes, err = call(ctx, b, func(ctx context.Context) (codes []string, err error) {
		codes, version, err = b.store.Deleted(ctx, since)
		return codes, err
	})
	return codes, version, err
}

func (b bounded) List(ctx context.Context, after string, limit int) ([]Link, error) {
	return call(ctx, b, func(ctx context.Context) ([]Link, error) { return b.store.List(ctx, after, limit) })
}

func (b bounded) Search(ctx context.Context, code string, urls []string, after string, limit int) ([]Link, error) {
	return call(ctx, b, func(ctx context.Context) ([]Link, error) { return b.store.Search(ctx, code, urls, after, limit) })
}

func (b bounded) AddHits(ctx context.Context, batch Batch) error {
	_, err := call(ctx, b, func(ctx context.Context) (struct{}, error) { return struct{}{}, b.store.AddHits(ctx, batch) })
	return err
}

func (b bounded) History(ctx context.Context, code string, since time.Time) ([]Day, error) {
	return call(ctx, b, func(ctx context.Context) ([]Day, error) { return b.store.History(ctx, code, since) })
}

package relation

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/graph-gophers/dataloader/v7"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/patterns/relation"
	"github.com/goconcepts/cookbook/patterns/relation/sqlite"
)

const dataloaderModule = "github.com/graph-gophers/dataloader/v7"

// fetch returns the children of many keys.
type fetch[V any] func(ctx context.Context, keys []int64) (map[int64]V, error)

// levels is what both batchers load from: the posts of users, the comments on posts.
type levels struct {
	posts    fetch[[]post]
	comments fetch[[]comment]
}

// batcher loads the posts and comments of users, each by code of its own.
type batcher struct {
	library string
	load    func(ctx context.Context, l levels, users []user) error
}

func batchers() []batcher {
	return []batcher{{harness.Ours, oursBatched}, {dataloaderModule, dataloaderBatched}}
}

func oursBatched(ctx context.Context, l levels, users []user) error {
	postsOf, commentsOf := relation.NewLoader(l.posts), relation.NewLoader(l.comments)
	return relation.Batched(ctx, func(b *relation.Batch) error {
		for i := range users {
			u := &users[i]
			b.Go(func() (err error) {
				u.Posts, err = relation.Get(b, postsOf, u.ID)
				for j := range u.Posts {
					p := &u.Posts[j]
					b.Go(func() (err error) {
						p.Comments, err = relation.Get(b, commentsOf, p.ID)
						return err
					})
				}
				return err
			})
		}
		return nil
	})
}

func dataloaderBatched(ctx context.Context, l levels, users []user) error {
	postsOf, commentsOf := dataloader.NewBatchedLoader(results(l.posts)), dataloader.NewBatchedLoader(results(l.comments))
	var all sync.WaitGroup
	var mu sync.Mutex
	var failed error
	note := func(err error) {
		mu.Lock()
		defer mu.Unlock()
		failed = errors.Join(failed, err)
	}
	for i := range users {
		u := &users[i]
		all.Go(func() {
			var err error
			if u.Posts, err = postsOf.Load(ctx, u.ID)(); err != nil {
				note(err)
			}
			for j := range u.Posts {
				p := &u.Posts[j]
				all.Go(func() {
					var err error
					if p.Comments, err = commentsOf.Load(ctx, p.ID)(); err != nil {
						note(err)
					}
				})
			}
		})
	}
	all.Wait()
	return failed
}

// results is a fetch as dataloader wants it.
func results[V any](f fetch[V]) dataloader.BatchFunc[int64, V] {
	return func(ctx context.Context, keys []int64) []*dataloader.Result[V] {
		values, err := f(ctx, keys)
		out := make([]*dataloader.Result[V], len(keys))
		for i, k := range keys {
			v, ok := values[k]
			if !ok && err == nil {
				err = errors.New("not found")
			}
			out[i] = &dataloader.Result[V]{Data: v, Error: err}
		}
		return out
	}
}

// fromSQLite asks with one query a level.
func fromSQLite(b *base) levels {
	q := sqlite.On(b.db)
	return levels{
		posts: func(ctx context.Context, keys []int64) (map[int64][]post, error) {
			return relation.Group(ctx, q, keys, func(p *post) int64 { return p.UserID }, posts.By("user_id"))
		},
		comments: func(ctx context.Context, keys []int64) (map[int64][]comment, error) {
			return relation.Group(ctx, q, keys, func(c *comment) int64 { return c.PostID }, comments.By("post_id"))
		},
	}
}

// fromMemory answers at once, so that nothing but the batching is timed.
func fromMemory(s size) levels {
	return levels{
		posts: func(_ context.Context, keys []int64) (map[int64][]post, error) {
			all, out := make([]post, len(keys)*s.posts), make(map[int64][]post, len(keys))
			for i, k := range keys {
				own := all[i*s.posts : (i+1)*s.posts]
				for j := range own {
					own[j] = post{ID: k*int64(s.posts) + int64(j), UserID: k}
				}
				out[k] = own
			}
			return out, nil
		},
		comments: func(_ context.Context, keys []int64) (map[int64][]comment, error) {
			all, out := make([]comment, len(keys)*s.comments), make(map[int64][]comment, len(keys))
			for i, k := range keys {
				own := all[i*s.comments : (i+1)*s.comments]
				for j := range own {
					own[j] = comment{PostID: k}
				}
				out[k] = own
			}
			return out, nil
		},
	}
}

func batchJobs() []harness.Job {
	memory := harness.Job{Name: "batched: 1000 + 10000 gets from memory, two levels", Unit: "load"}
	stored := harness.Job{Name: "batched: 100 + 1000 gets from SQLite, two levels", Unit: "load"}
	for _, p := range batchers() {
		memory.Contestants = append(memory.Contestants, harness.Contestant{Library: p.library, Start: func() (func(int), func(), error) {
			return startBatch(p, fromMemory(blog), blog, nil)
		}})
		stored.Contestants = append(stored.Contestants, harness.Contestant{Library: p.library, Start: func() (func(int), func(), error) {
			few := size{100, 10, 5}
			b, err := open(sqliteEngine, few)
			if err != nil {
				return nil, nil, err
			}
			return startBatch(p, fromSQLite(b), few, b.close)
		}})
	}
	return []harness.Job{memory, stored}
}

func startBatch(p batcher, l levels, s size, stop func()) (run func(int), _ func(), err error) {
	users := make([]user, s.users)
	for i := range users {
		users[i].ID = int64(i + 1)
	}
	load := func() error {
		for i := range users {
			users[i].Posts = nil
		}
		return p.load(context.Background(), l, users)
	}
	err = load()
	got, want := count(users), s.tree()
	if got.text = 0; err == nil && got != want {
		err = fmt.Errorf("loaded %+v, not %+v", got, want)
	}
	if err != nil {
		if stop != nil {
			stop()
		}
		return nil, nil, err
	}
	return func(n int) {
		for range n {
			if err := load(); err != nil {
				panic(err)
			}
		}
	}, stop, nil
}

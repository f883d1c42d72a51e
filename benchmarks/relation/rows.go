package relation

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/uptrace/bun"
	"gorm.io/gorm"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/patterns/relation"
	"github.com/goconcepts/cookbook/patterns/sqlwatch"
)

// rows are the promises of a loader, on each engine that is there, and of a batcher.
func rows() []harness.Row {
	var all []harness.Row
	for _, engine := range engines() {
		all = append(all,
			loadRow(engine, "70,000 parents: more than a query may have parameters", size{70_000, 0, 0}, everything(70_000)),
			loadRow(engine, "nested: a query for the parents and one for each relation", size{20, 3, 2}, threeQueries),
			loadRow(engine, "an error in the middle leaves the parents as they were", size{20, 3, 2}, unchanged),
			limitRow(engine),
			cycleRow(engine))
	}
	return append(all,
		batchRow("100 goroutines that ask up to 50 ms apart: one query", apart),
		batchRow("adds no wait", noWait),
		batchRow("one query a level, in 100 of 100 runs", oneQuery),
		batchRow("a loader that calls runtime.Goexit: nobody hangs", exits))
}

// loader is a library's way to load that rows can ask.
type loader struct {
	library string
	// load loads users with posts and comments, and returns what the users then hold.
	load func(ctx context.Context, b *base) (after tree, err error)
}

func loaders() []loader {
	return []loader{
		{harness.Ours, func(ctx context.Context, b *base) (tree, error) {
			load, err := ours(relation.Default)(b)
			if err != nil {
				return tree{}, err
			}
			return load(ctx)
		}},
		{"gorm.io/gorm", func(ctx context.Context, b *base) (tree, error) {
			db, err := openGorm(b)
			if err != nil {
				return tree{}, err
			}
			var users []gormUser
			err = db.WithContext(ctx).Preload("Posts.Comments").Find(&users).Error
			return countGorm(users), err
		}},
		{"github.com/uptrace/bun", func(ctx context.Context, b *base) (tree, error) {
			var users []bunUser
			err := openBun(b).NewSelect().Model(&users).Relation("Posts").Relation("Posts.Comments").Scan(ctx)
			return countBun(users), err
		}},
	}
}

// onEngine makes a database for a cell.
func onEngine(engine string, s size, ask func(b *base) error) func() error {
	return func() error {
		b, err := open(engine, s)
		if err != nil {
			return err
		}
		defer b.close()
		return ask(b)
	}
}

func loadRow(engine, name string, s size, ask func(*base, loader) error) harness.Row {
	r := harness.Row{Name: engine + ": " + name, Limit: time.Minute}
	for _, l := range loaders() {
		r.Cells = append(r.Cells, harness.Cell{Library: l.library, Run: onEngine(engine, s, func(b *base) error { return ask(b, l) })})
	}
	return r
}

func everything(users int) func(*base, loader) error {
	return func(b *base, l loader) error {
		got, err := l.load(context.Background(), b)
		if err == nil && got.users != users {
			return fmt.Errorf("%d users", got.users)
		}
		return err
	}
}

// counting is a Querier that counts: pgx is not seen by sqlwatch.
type counting struct {
	relation.Querier
	queries int
}

func (c *counting) Query(ctx context.Context, query string, args ...any) (relation.Rows, error) {
	c.queries++
	return c.Querier.Query(ctx, query, args...)
}

func threeQueries(b *base, l loader) error {
	ctx, log := sqlwatch.Record(nil, context.Background())
	queries := 0
	if l.library == harness.Ours {
		users, err := b.users(ctx)
		if err != nil {
			return err
		}
		q := &counting{Querier: b.querier()}
		if err := relation.Load(ctx, q, users, userPosts.Then(postComments)); err != nil {
			return err
		}
		queries = 1 + q.queries
	} else {
		if _, err := l.load(ctx, b); err != nil {
			return err
		}
		queries = log.Count()
	}
	if queries != 3 {
		return fmt.Errorf("%d queries", queries)
	}
	return nil
}

// unchanged breaks the comments, so that the posts have been read when the load fails.
func unchanged(b *base, l loader) error {
	if _, err := b.db.ExecContext(context.Background(), `ALTER TABLE comments RENAME TO gone`); err != nil {
		return err
	}
	after, err := l.load(context.Background(), b)
	switch {
	case err == nil:
		return errors.New("no error")
	case after.posts > 0:
		return fmt.Errorf("after the error the users have %d posts", after.posts)
	}
	return nil
}

func limitRow(engine string) harness.Row {
	const users, most = 20, 2
	check := func(posts int, err error) error {
		if err == nil && posts != users*most {
			return fmt.Errorf("at most %d posts for each of %d users: %d in all", most, users, posts)
		}
		return err
	}
	ask := func(f func(b *base) error) func() error { return onEngine(engine, size{users, 5, 0}, f) }
	return harness.Row{Name: engine + ": a limit is for each parent", Cells: []harness.Cell{
		{Library: harness.Ours, Run: ask(func(b *base) error {
			us, err := b.users(context.Background())
			if err == nil {
				err = relation.Load(context.Background(), b.querier(), us, userPosts.Limit(most, "id"))
			}
			return check(count(us).posts, err)
		})},
		{Library: "gorm.io/gorm", Run: ask(func(b *base) error {
			db, err := openGorm(b)
			if err != nil {
				return err
			}
			var us []gormUser
			err = db.Preload("Posts", func(db *gorm.DB) *gorm.DB { return db.Order("id").Limit(most) }).Find(&us).Error
			return check(countGorm(us).posts, err)
		})},
		{Library: "github.com/uptrace/bun", Run: ask(func(b *base) error {
			var us []bunUser
			err := openBun(b).NewSelect().Model(&us).Relation("Posts", func(q *bun.SelectQuery) *bun.SelectQuery {
				return q.Order("id").Limit(most)
			}).Scan(context.Background())
			return check(countBun(us).posts, err)
		})},
	}}
}

func cycleRow(engine string) harness.Row {
	return harness.Row{Name: engine + ": a relation below itself is refused", Cells: []harness.Cell{
		{Library: harness.Ours, Run: onEngine(engine, size{3, 2, 1}, func(b *base) error {
			author := relation.BelongsTo(
				func(p *post) (int64, bool) { return p.UserID, true },
				func(u *user) int64 { return u.ID },
				func(*post, *user) {},
				relation.From("users", "id", func(r *relation.Row, u *user) { r.Column("id", &u.ID) }))
			err := relation.Load(context.Background(), b.querier(), []user{{ID: 1}}, userPosts.Then(author.Then(userPosts)))
			if !errors.Is(err, relation.ErrCycle) {
				return fmt.Errorf("got %v", err)
			}
			return nil
		})},
	}}
}

func batchRow(name string, ask func(getter) error) harness.Row {
	r := harness.Row{Name: "batched: " + name}
	for _, g := range getters() {
		r.Cells = append(r.Cells, harness.Cell{Library: g.library, Run: func() error { return ask(g) }})
	}
	return r
}

// getter runs goroutines that each get keys, one after the other, through one loader.
type getter struct {
	library string
	run     func(f fetch[int64], goroutines int, body func(i int, get func(key int64) error)) error
}

func getters() []getter {
	return []getter{
		{harness.Ours, oursGets},
		{dataloaderModule, dataloaderGets},
	}
}

// inBubble runs f on a fake clock.
func inBubble(f func() error) (err error) {
	synctest.Test(new(testing.T), func(*testing.T) { err = f() })
	return err
}

// echo is a fetch that counts its calls.
func echo(calls *atomic.Int64) fetch[int64] {
	return func(_ context.Context, keys []int64) (map[int64]int64, error) {
		calls.Add(1)
		out := make(map[int64]int64, len(keys))
		for _, k := range keys {
			out[k] = k
		}
		return out, nil
	}
}

func apart(g getter) error {
	return inBubble(func() error {
		var calls atomic.Int64
		err := g.run(echo(&calls), 100, func(i int, get func(int64) error) {
			time.Sleep(time.Duration(i) * time.Millisecond / 2)
			_ = get(int64(i))
		})
		if n := calls.Load(); err == nil && n != 1 {
			return fmt.Errorf("%d queries", n)
		}
		return err
	})
}

func noWait(g getter) error {
	return inBubble(func() error {
		var calls atomic.Int64
		begin := time.Now()
		err := g.run(echo(&calls), 10, func(i int, get func(int64) error) {
			_ = get(int64(i))
			_ = get(int64(100 + i))
		})
		if took := time.Since(begin); err == nil && took > 0 {
			return fmt.Errorf("two levels waited %v", took)
		}
		return err
	})
}

func oneQuery(g getter) error {
	other := 0
	for range 100 {
		var calls atomic.Int64
		err := g.run(echo(&calls), 100, func(i int, get func(int64) error) {
			for range i % 7 {
				runtime.Gosched()
			}
			_ = get(int64(i))
			_ = get(int64(1000 + i))
		})
		if err != nil {
			return err
		}
		if calls.Load() != 2 {
			other++
		}
	}
	if other > 0 {
		return fmt.Errorf("in %d of 100 runs another number", other)
	}
	return nil
}

func exits(g getter) error {
	var all sync.WaitGroup
	all.Go(func() {
		_ = g.run(func(context.Context, []int64) (map[int64]int64, error) {
			runtime.Goexit()
			return nil, nil
		}, 3, func(i int, get func(int64) error) { _ = get(int64(i)) })
	})
	all.Wait()
	return nil
}

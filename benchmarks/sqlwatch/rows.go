package sqlwatch

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// worker asks the shop through some library.
type worker interface {
	users(ctx context.Context) ([]user, error)
	postsOf(ctx context.Context, id int64) ([]post, error)
	usersWithPosts(ctx context.Context) ([]user, error)
	add(ctx context.Context, posts ...post) error
	page(ctx context.Context, limit, offset int64) ([]post, error)
}

// want is what must be said: nothing where kind is "".
type want struct {
	kind  string
	count int
}

// rows plant loops in code on each library. A fault must be found once, with its
// kind and count and a line of this package's files; an innocent loop must not be.
func rows() (all []harness.Row) {
	for _, style := range []struct {
		name string
		on   func(*sql.DB) (worker, error)
	}{{"gorm", newGorm}, {"bun", newBun}, {"database/sql", newSQL}} {
		for _, c := range cases() {
			all = append(all, row(style.name+": "+c.name, c.want, func(ctx context.Context, db *sql.DB) error {
				w, err := style.on(db)
				if err != nil {
					return err
				}
				return c.work(ctx, w)
			}))
		}
	}
	all = append(all, row("database/sql: savepoints in a loop are none", want{}, savepoints))
	all = append(all, row("database/sql: a page that begins behind the last key is no loop", want{}, keyset))
	all = append(all, row("database/sql: prepared once, asked in a loop: N+1", want{"N+1", 10}, prepared))
	all = append(all, row("database/sql: values pasted into the text: N+1", want{"N+1", 10}, pasted))
	all = append(all, row("database/sql: one function called from three lines is no loop", want{}, threeLines))
	return append(all, row("database/sql: polling can be allowed", want{}, polling, "from users where name", "FROM users WHERE name"))
}

type planted struct {
	name string
	want want
	work func(ctx context.Context, w worker) error
}

func cases() []planted {
	return []planted{
		{"posts asked for each user: N+1", want{"N+1", 10}, func(ctx context.Context, w worker) error {
			users, err := w.users(ctx)
			for _, u := range users {
				_, failed := w.postsOf(ctx, u.ID)
				err = errors.Join(err, failed)
			}
			return err
		}},
		{"the same from ten goroutines: N+1", want{"N+1", 10}, func(ctx context.Context, w worker) error {
			errs := make([]error, 10)
			var wg sync.WaitGroup
			for i := range errs {
				wg.Go(func() { _, errs[i] = w.postsOf(ctx, int64(i+1)) })
			}
			wg.Wait()
			return errors.Join(errs...)
		}},
		{"the same posts asked four times: duplicates", want{"duplicate", 4}, func(ctx context.Context, w worker) (err error) {
			for range 4 {
				_, failed := w.postsOf(ctx, 7)
				err = errors.Join(err, failed)
			}
			return err
		}},
		{"posts written one by one: a write loop", want{"write loop", 5}, func(ctx context.Context, w worker) (err error) {
			for i := range 5 {
				err = errors.Join(err, w.add(ctx, post{ID: int64(100 + i), UserID: 1, Title: "new"}))
			}
			return err
		}},
		{"users with their posts, and five posts at once: nothing", want{}, func(ctx context.Context, w worker) error {
			users, err := w.usersWithPosts(ctx)
			if err == nil && (len(users) != 10 || len(users[9].Posts) != 3) {
				return fmt.Errorf("%d users", len(users))
			}
			var posts []post
			for i := range 5 {
				posts = append(posts, post{ID: int64(200 + i), UserID: 1, Title: "new"})
			}
			return errors.Join(err, w.add(ctx, posts...))
		}},
		{"a loop over pages: nothing", want{}, func(ctx context.Context, w worker) (err error) {
			for offset := int64(5); offset < 30; offset += 5 {
				posts, failed := w.page(ctx, 5, offset)
				if err = errors.Join(err, failed); len(posts) != 5 {
					return errors.Join(err, fmt.Errorf("%d posts", len(posts)))
				}
			}
			return err
		}},
	}
}

func row(name string, want want, work func(context.Context, *sql.DB) error, allow ...string) harness.Row {
	r := harness.Row{Name: name}
	for _, w := range watchers() {
		r.Cells = append(r.Cells, harness.Cell{Library: w.library, Run: func() error {
			db, err := shop(w)
			if err != nil {
				return err
			}
			defer db.Close()
			ctx, findings := w.record(context.Background())
			if err := work(ctx, db); err != nil {
				return err
			}
			return judge(findings(allow...), want)
		}})
	}
	return r
}

// judge holds what was said against what was planted.
func judge(said []finding, want want) error {
	switch {
	case want.kind == "" && len(said) > 0:
		return fmt.Errorf("innocent, and called %q, %d times", said[0].kind, said[0].count)
	case want.kind == "":
		return nil
	case len(said) == 0:
		return errors.New("not found")
	case len(said) > 1:
		return fmt.Errorf("%d findings, not one", len(said))
	case said[0].count != want.count:
		return fmt.Errorf("counted %d, not %d", said[0].count, want.count)
	case said[0].kind != want.kind:
		return fmt.Errorf("found, and called %q", said[0].kind)
	case !strings.Contains(said[0].file, "benchmarks/sqlwatch/"):
		return fmt.Errorf("found, in the file %q", said[0].file)
	}
	return nil
}

package relation_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goconcepts/cookbook/patterns/relation"
	"github.com/goconcepts/cookbook/patterns/relation/postgres"
	"github.com/goconcepts/cookbook/patterns/relation/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// engine is a database of its own: one connection, temporary tables.
type engine struct {
	relation.Querier
	exec func(ctx context.Context, query string, args ...any) error

	queries  int
	onQuery  func(n int) error // called before the n-th query, from 1
	onRow    func(n int) error // called before the n-th row of all, from 1
	returned int
}

func (e *engine) Query(ctx context.Context, query string, args ...any) (relation.Rows, error) {
	e.queries++
	if e.onQuery != nil {
		if err := e.onQuery(e.queries); err != nil {
			return nil, err
		}
	}
	rows, err := e.Querier.Query(ctx, query, args...)
	if e.onRow == nil || err != nil {
		return rows, err
	}
	return &watched{Rows: rows, e: e}, nil
}

// watched is rows that may fail in the middle.
type watched struct {
	relation.Rows
	e   *engine
	err error
}

func (w *watched) Next() bool {
	w.e.returned++
	if w.err = w.e.onRow(w.e.returned); w.err != nil {
		return false
	}
	return w.Rows.Next()
}

func (w *watched) Err() error {
	if w.err != nil {
		return w.err
	}
	return w.Rows.Err()
}

// load executes statements that make tables and rows.
func (e *engine) load(t *testing.T, statements string) {
	t.Helper()
	for s := range strings.SplitSeq(statements, ";") {
		if strings.TrimSpace(s) != "" {
			require.NoError(t, e.exec(t.Context(), s), s)
		}
	}
}

// engines runs a test on each engine that is there.
func engines(t *testing.T, test func(t *testing.T, e *engine)) {
	t.Run("sqlite", func(t *testing.T) {
		db, err := sql.Open("sqlite", ":memory:")
		require.NoError(t, err)
		db.SetMaxOpenConns(1)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
		test(t, &engine{Querier: sqlite.On(db), exec: func(ctx context.Context, query string, args ...any) error {
			_, err := db.ExecContext(ctx, query, args...)
			return err
		}})
		require.Zero(t, db.Stats().InUse, "a connection was kept")
	})
	t.Run("postgres", func(t *testing.T) {
		dsn := os.Getenv("COOKBOOK_POSTGRES")
		if dsn == "" {
			require.Empty(t, os.Getenv("COOKBOOK_STRICT"), "COOKBOOK_POSTGRES names no server")
			t.Skip("COOKBOOK_POSTGRES names no server")
		}
		conn, err := pgx.Connect(t.Context(), dsn)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, conn.Close(context.Background())) })
		test(t, &engine{Querier: postgres.On(conn), exec: func(ctx context.Context, query string, args ...any) error {
			_, err := conn.Exec(ctx, query, args...)
			return err
		}})
		require.False(t, conn.PgConn().IsBusy(), "a query was left open")
	})
}

// strategies runs a test by each strategy on each engine.
func strategies(t *testing.T, test func(t *testing.T, e *engine, q relation.Querier)) {
	for s := relation.Lazy; !strings.HasPrefix(s.String(), "strategy"); s++ {
		t.Run(s.String(), func(t *testing.T) {
			engines(t, func(t *testing.T, e *engine) { test(t, e, relation.With(e, s)) })
		})
	}
}

// The tables of the tests: a blog.
type (
	user struct {
		ID      int64
		Name    string
		Posts   []post
		Profile *profile
	}
	profile struct {
		UserID int64
		Bio    string
	}
	post struct {
		ID, UserID int64
		Editor     *int64 // NULL for most
		Title      string
		Comments   []comment
		Tags       []tag
		Author     *user
		EditedBy   *user
	}
	comment struct {
		ID, PostID int64
		Body       string
	}
	tag struct {
		ID   int
		Name string
	}
)

const blog = `
	CREATE TEMPORARY TABLE users (id BIGINT PRIMARY KEY, name TEXT NOT NULL);
	CREATE TEMPORARY TABLE profiles (user_id BIGINT, bio TEXT NOT NULL);
	CREATE TEMPORARY TABLE posts (id BIGINT PRIMARY KEY, user_id BIGINT, editor BIGINT, title TEXT NOT NULL);
	CREATE TEMPORARY TABLE comments (id BIGINT PRIMARY KEY, post_id BIGINT, body TEXT NOT NULL);
	CREATE TEMPORARY TABLE tags (id INT PRIMARY KEY, name TEXT NOT NULL);
	CREATE TEMPORARY TABLE post_tags (post_id BIGINT, tag_id INT);
	INSERT INTO users VALUES (1, 'Ann'), (2, 'Bob'), (3, 'Cid');
	INSERT INTO profiles VALUES (2, 'builder'), (1, 'author');
	INSERT INTO posts VALUES (14, 2, NULL, 'd'), (11, 1, 2, 'a'), (13, 1, NULL, 'c'), (12, 2, 99, 'b'), (15, 1, NULL, 'e'), (16, NULL, NULL, 'f');
	INSERT INTO comments VALUES (105, 13, 'v'), (101, 11, 'r'), (104, 14, 'u'), (103, 11, 't'), (102, 13, 's');
	INSERT INTO tags VALUES (1, 'go'), (2, 'sql');
	INSERT INTO post_tags VALUES (11, 1), (11, 2), (13, 2), (14, 1)`

var (
	users = relation.From("users", "id", func(r *relation.Row, u *user) {
		r.Column("id", &u.ID)
		r.Column("name", &u.Name)
	})
	profiles = relation.From("profiles", "user_id", func(r *relation.Row, p *profile) {
		r.Column("user_id", &p.UserID)
		r.Column("bio", &p.Bio)
	})
	posts = relation.From("posts", "id", func(r *relation.Row, p *post) {
		r.Column("id", &p.ID)
		r.Column("user_id", &p.UserID)
		r.Column("editor", &p.Editor)
		r.Column("title", &p.Title)
	})
	comments = relation.From("comments", "id", func(r *relation.Row, c *comment) {
		r.Column("id", &c.ID)
		r.Column("post_id", &c.PostID)
		r.Column("body", &c.Body)
	})
	tags = relation.From("tags", "id", func(r *relation.Row, t *tag) {
		r.Column("id", &t.ID)
		r.Column("name", &t.Name)
	})

	userID    = func(u *user) int64 { return u.ID }
	postID    = func(p *post) int64 { return p.ID }
	authorID  = func(p *post) int64 { return p.UserID }
	setPosts  = func(u *user, ps []post) { u.Posts = ps }
	userPosts = relation.HasMany(userID, authorID, setPosts, posts.By("user_id")).Order("id")

	userProfile = relation.HasOne(userID, func(p *profile) int64 { return p.UserID },
		func(u *user, p *profile) { u.Profile = p }, profiles)
	postComments = relation.HasMany(postID, func(c *comment) int64 { return c.PostID },
		func(p *post, cs []comment) { p.Comments = cs }, comments.By("post_id")).Order("id")
	postTags = relation.ManyToMany(postID, func(p *post, ts []tag) { p.Tags = ts },
		tags.Through("post_tags", "post_id", "tag_id")).Order("name")
	postAuthor = relation.BelongsTo(func(p *post) (int64, bool) { return p.UserID, true }, userID,
		func(p *post, u *user) { p.Author = u }, users)
	postEditor = relation.BelongsTo(
		func(p *post) (id int64, ok bool) {
			if p.Editor != nil {
				id = *p.Editor
			}
			return id, p.Editor != nil
		}, userID,
		func(p *post, u *user) { p.EditedBy = u }, users)
)

func someUsers(ids ...int64) []user {
	us := make([]user, len(ids))
	for i, id := range ids {
		us[i].ID = id
	}
	return us
}

// tree prints what was loaded.
func tree(us []user) string {
	var b strings.Builder
	for _, u := range us {
		fmt.Fprintf(&b, "%d(", u.ID)
		for i, p := range u.Posts {
			if i > 0 {
				b.WriteByte(' ')
			}
			fmt.Fprint(&b, p.ID)
			for _, c := range p.Comments {
				fmt.Fprintf(&b, ".%d", c.ID)
			}
			for _, t := range p.Tags {
				b.WriteString("#" + t.Name)
			}
		}
		b.WriteString(") ")
	}
	return strings.TrimSpace(b.String())
}

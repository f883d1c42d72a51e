package relation_test

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/patterns/relation"
)

// silent is a Querier that must not be asked.
type silent struct{ relation.Querier }

func (silent) Engine() relation.Engine { return relation.Engine{Strategy: relation.Bulk} }

func TestMisuseIsAnErrorBeforeAnyQuery(t *testing.T) {
	bind := func(r *relation.Row, p *post) { r.Column("id", &p.ID) }
	to := func(s relation.Source[post]) relation.Rel[user] {
		return relation.HasMany(userID, authorID, setPosts, s)
	}
	tests := map[string]struct {
		rel  relation.Rel[user]
		want string
	}{
		"nil relation":      {nil, "relation: load: a relation is nil"},
		"zero relation":     {relation.Relation[user, post]{}, "relation: load: a zero Relation: HasMany and its like make one"},
		"nil function":      {relation.HasMany(userID, authorID, nil, posts), "relation: has many: posts: a function is nil"},
		"nil bind":          {to(relation.From[post]("posts", "id", nil)), "relation: from: bind is nil"},
		"no columns":        {to(relation.From("posts", "id", func(*relation.Row, *post) {})), "relation: from posts: bind names no column"},
		"name of a table":   {to(relation.From("posts; DROP TABLE users", "id", bind)), `"posts; DROP TABLE users" is no name`},
		"primary key":       {to(relation.From("posts", "", bind)), `relation: from "posts": "" is no name of a table or column`},
		"key column":        {to(posts.By("user_id = 1 OR 1")), `relation: from "posts": "user_id = 1 OR 1" is no name of a table or column`},
		"table between":     {to(posts.Through("a b", "x", "y")), `relation: from "posts": "a b" is no name of a table or column`},
		"nothing between":   {relation.ManyToMany(userID, setPosts, posts), "relation: many to many: posts: the source has no table between: Through names it"},
		"limit of nothing":  {userPosts.Limit(0, "id"), "relation: limit of posts: n is 0, must be 1 or more"},
		"limit, no order":   {userPosts.Limit(1, ""), `relation: order of posts: "" is no list of columns, each with ASC or DESC`},
		"order":             {userPosts.Order("id; --"), `relation: order of posts: "id; --" is no list of columns, each with ASC or DESC`},
		"order by a call":   {userPosts.Order("random()"), `relation: order of posts: "random()" is no list of columns, each with ASC or DESC`},
		"order, odd suffix": {userPosts.Order("id UP"), `relation: order of posts: "id UP" is no list of columns, each with ASC or DESC`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			require.ErrorContains(t, relation.Load(t.Context(), silent{}, someUsers(1), tt.rel), tt.want)
		})
	}
	require.EqualError(t, relation.Load(t.Context(), relation.With(silent{}, 99), someUsers(1), userPosts),
		"relation: load: strategy 99 is not a way to load")
}

func TestQuotedNames(t *testing.T) {
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, `CREATE TEMPORARY TABLE "order" ("group" BIGINT, "for user" BIGINT); INSERT INTO "order" VALUES (5, 1), (6, 1)`)
		orders := relation.From(`"order"`, `"group"`, func(r *relation.Row, p *post) {
			r.Column(`"group"`, &p.ID)
			r.Column(`"for user"`, &p.UserID)
		})
		us := someUsers(1)
		rel := relation.HasMany(userID, authorID, setPosts, orders.By(`"for user"`))
		require.NoError(t, relation.Load(t.Context(), e, us, rel.Limit(2, `"group" DESC`)))
		require.Equal(t, "1(6 5)", tree(us))
	})
}

func TestARowThatNobodyAskedForIsAnError(t *testing.T) {
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, blog)
		us := someUsers(1)
		wrong := relation.HasMany(userID, postID, setPosts, posts.By("user_id"))
		require.ErrorContains(t, relation.Load(t.Context(), e, us, wrong), "relation: load posts: a row has a key that was not asked for")
		require.Nil(t, us[0].Posts)
	})
}

func TestBindMustNameTheSameColumns(t *testing.T) {
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, blog)
		calls := 0
		changing := relation.From("posts", "id", func(r *relation.Row, p *post) {
			calls++
			r.Column("id", &p.ID)
			if calls%3 == 0 {
				r.Column("title", &p.Title)
				return
			}
			r.Column("user_id", &p.UserID)
		})
		us := someUsers(1)
		err := relation.Load(t.Context(), e, us, relation.HasMany(userID, authorID, setPosts, changing.By("user_id")))
		require.ErrorContains(t, err, `bind named column "user_id" first and "title" now`)

		calls = 0
		growing := relation.From("posts", "id", func(r *relation.Row, p *post) {
			calls++
			r.Column("user_id", &p.UserID)
			if calls > 1 {
				r.Column("title", &p.Title)
			}
		})
		err = relation.Load(t.Context(), e, us, relation.HasMany(userID, authorID, setPosts, growing.By("user_id")))
		require.ErrorContains(t, err, "bind named 1 columns first and 2 now")
	})
}

func TestTheEnginesErrorsComeThrough(t *testing.T) {
	engines(t, func(t *testing.T, e *engine) {
		us := someUsers(1)
		err := relation.Load(t.Context(), e, us, userPosts)
		require.ErrorContains(t, err, "relation: load posts: ", "there is no such table")
		e.load(t, blog)
		e.load(t, `UPDATE posts SET editor = 2, user_id = 1`)
		unfit := relation.From("posts", "id", func(r *relation.Row, p *post) {
			r.Column("user_id", &p.UserID)
			r.Column("title", &p.ID)
		})
		require.Error(t, relation.Load(t.Context(), e, us, relation.HasMany(userID, authorID, setPosts, unfit.By("user_id"))))
		require.NoError(t, relation.Load(t.Context(), e, us, userPosts))
	})
}

func TestNullWhereNoneCanBeIsAnError(t *testing.T) {
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, `CREATE TEMPORARY TABLE posts (id BIGINT, user_id BIGINT, title TEXT); INSERT INTO posts VALUES (1, 1, NULL)`)
		plain := relation.From("posts", "id", func(r *relation.Row, p *post) {
			r.Column("user_id", &p.UserID)
			r.Column("title", &p.Title)
		})
		rel := relation.HasMany(userID, authorID, setPosts, plain.By("user_id"))
		require.Error(t, relation.Load(t.Context(), e, someUsers(1), rel))
	})
}

func TestKeysThatAnEngineCannotTake(t *testing.T) {
	load := func(e *engine, key any) error {
		switch key := key.(type) {
		case uint64:
			return relation.Load(context.Background(), e, make([]user, 1), relation.HasMany(func(*user) uint64 { return key },
				func(*post) uint64 { return 0 }, setPosts, posts.By("user_id")))
		case string:
			return relation.Load(context.Background(), e, make([]user, 1), relation.HasMany(func(*user) string { return key },
				func(*post) string { return "" }, setPosts, posts.By("title")))
		default:
			return relation.Load(context.Background(), e, make([]user, 1), relation.HasMany(func(*user) struct{} { return struct{}{} },
				func(*post) struct{} { return struct{}{} }, setPosts, posts.By("title")))
		}
	}
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, blog)
		for _, key := range []any{uint64(math.MaxUint64), "\xff", "a\x00b", nil} {
			require.Error(t, load(e, key), "%q", key)
		}
		require.NoError(t, load(e, uint64(math.MaxInt64)))
	})
}

// Any data, in any order, gives what a loop over the rows gives.
func TestLoadIsTheNestedLoop(t *testing.T) {
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, `CREATE TEMPORARY TABLE posts (id BIGINT, user_id BIGINT, editor BIGINT, title TEXT)`)
		rapid.Check(t, func(rt *rapid.T) {
			rows := rapid.SliceOfN(rapid.Int64Range(0, 9), 0, 40).Draw(rt, "owners")
			parents := rapid.SliceOfN(rapid.Int64Range(-2, 12), 0, 20).Draw(rt, "parents")
			limit := rapid.IntRange(0, 4).Draw(rt, "limit")
			s := rapid.SampledFrom([]relation.Strategy{relation.Lazy, relation.SelectIn, relation.Bulk}).Draw(rt, "strategy")
			require.NoError(rt, e.exec(context.Background(), `DELETE FROM posts`))
			for i, owner := range rows {
				mark := e.Engine().Parameter
				err := e.exec(context.Background(), strings.ReplaceAll(`INSERT INTO posts VALUES (?1, ?2, NULL, '')`, "?", mark), i, owner)
				require.NoError(rt, err)
			}
			got, want := someUsers(parents...), someUsers(parents...)
			rel := userPosts
			if limit > 0 {
				rel = rel.Limit(limit, "id")
			}
			require.NoError(rt, relation.Load(context.Background(), relation.With(e, s), got, rel))
			for i := range want {
				want[i].Posts = []post{}
				for id, owner := range rows {
					if owner == want[i].ID && (limit == 0 || len(want[i].Posts) < limit) {
						want[i].Posts = append(want[i].Posts, post{ID: int64(id), UserID: owner})
					}
				}
			}
			require.Equal(rt, want, got)
		})
	})
}

// FuzzNames wants that no name can carry SQL: what passes is an identifier, or in quotes.
func FuzzNames(f *testing.F) {
	for _, s := range []string{"id", "a.b", `"x y"`, `"x" DESC`, "id; --", `"`, `""`, "a..b", "1a", "é", "t.", `"a"b`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		err := relation.Load(t.Context(), refusing{}, someUsers(1), userPosts.Order(name))
		if !errors.Is(err, errAsked) {
			return // refused
		}
		outside := true
		for _, r := range name {
			if r == '"' {
				outside = !outside
			} else if outside && strings.ContainsRune(";'()-/*\\=<>$?", r) {
				t.Fatalf("%q passed", name)
			}
		}
		if !outside || strings.ContainsRune(name, 0) && !strings.Contains(name, `"`) {
			t.Fatalf("%q passed", name)
		}
	})
}

var errAsked = errors.New("asked")

type refusing struct{ silent }

func (refusing) Array(any) (any, error) { return nil, nil }

func (refusing) Query(context.Context, string, ...any) (relation.Rows, error) { return nil, errAsked }

var _ relation.Rows = (*sql.Rows)(nil)

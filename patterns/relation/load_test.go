package relation_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/relation"
)

func TestLoadNested(t *testing.T) {
	strategies(t, func(t *testing.T, e *engine, q relation.Querier) {
		e.load(t, blog)
		us := someUsers(3, 1, 2)
		require.NoError(t, relation.Load(t.Context(), q, us, userPosts.Then(postComments, postTags)))
		require.Equal(t, "3() 1(11.101.103#go#sql 13.102.105#sql 15) 2(12 14.104#go)", tree(us))
		require.NotNil(t, us[0].Posts, "no children are an empty slice")
		require.Equal(t, "t", us[1].Posts[0].Comments[1].Body)
	})
}

func TestOneQueryForEachRelation(t *testing.T) {
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, blog)
		count := func(s relation.Strategy, rels ...relation.Rel[user]) int {
			e.queries = 0
			require.NoError(t, relation.Load(t.Context(), relation.With(e, s), someUsers(1, 2, 3), rels...))
			return e.queries
		}
		deep := userPosts.Then(postComments, postTags)
		require.Equal(t, 1, count(relation.Default, userPosts))
		require.Equal(t, 2, count(relation.Default, userPosts, userProfile))
		require.Equal(t, 3, count(relation.Default, deep))
		require.Equal(t, 3, count(relation.Bulk, deep))
		require.Equal(t, 3, count(relation.SelectIn, deep))
		require.Equal(t, 3+5+5, count(relation.Lazy, deep), "three users and twice five posts")
	})
}

func TestNothingToLoadAsksNothing(t *testing.T) {
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, blog)
		require.NoError(t, relation.Load(t.Context(), e, []user{}, userPosts.Then(postComments)))
		require.Zero(t, e.queries)
		us := someUsers(3)
		require.NoError(t, relation.Load(t.Context(), e, us, userPosts.Then(postComments)))
		require.Equal(t, 1, e.queries, "a user without posts has no comments to ask for")
		require.NoError(t, relation.Load[user](t.Context(), e, us))
	})
}

func TestLimitIsForEachParent(t *testing.T) {
	strategies(t, func(t *testing.T, e *engine, q relation.Querier) {
		e.load(t, blog)
		us := someUsers(1, 2, 3)
		require.NoError(t, relation.Load(t.Context(), q, us, userPosts.Limit(2, "title DESC").Then(postTags.Limit(1, "id DESC"))))
		require.Equal(t, "1(15 13#sql) 2(14#go 12) 3()", tree(us))
	})
}

func TestOrderOfTheChildrenIsKept(t *testing.T) {
	strategies(t, func(t *testing.T, e *engine, q relation.Querier) {
		e.load(t, blog)
		for order, want := range map[string]string{
			"id":                          "1(11 13 15) 2(12 14)",
			"title desc":                  "1(15 13 11) 2(14 12)",
			"editor DESC NULLS LAST, id":  "1(11 13 15) 2(12 14)",
			"editor NULLS FIRST, id DESC": "1(15 13 11) 2(14 12)",
		} {
			us := someUsers(1, 2)
			require.NoError(t, relation.Load(t.Context(), q, us, userPosts.Order(order)))
			require.Equal(t, want, tree(us), order)
		}
	})
}

func TestBelongsTo(t *testing.T) {
	strategies(t, func(t *testing.T, e *engine, q relation.Querier) {
		e.load(t, blog)
		us := someUsers(1, 2)
		require.NoError(t, relation.Load(t.Context(), q, us, userPosts.Then(postAuthor.Then(userProfile), postEditor)))
		first, other := us[0].Posts, us[1].Posts
		require.Equal(t, "Ann", first[0].Author.Name)
		require.Equal(t, "author", first[0].Author.Profile.Bio)
		require.Same(t, first[0].Author, first[1].Author, "parents with equal keys share")
		require.Equal(t, "Bob", first[0].EditedBy.Name)
		require.Nil(t, first[1].EditedBy, "a foreign key that is NULL")
		require.Nil(t, other[0].EditedBy, "a foreign key without a row")
	})
}

func TestNullForeignKeysAreNotAskedFor(t *testing.T) {
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, blog)
		ps := []post{{ID: 13}, {ID: 15}}
		ps[0].EditedBy = &user{}
		require.NoError(t, relation.Load(t.Context(), e, ps, postEditor))
		require.Zero(t, e.queries)
		require.Nil(t, ps[0].EditedBy)
	})
}

func TestHasOne(t *testing.T) {
	strategies(t, func(t *testing.T, e *engine, q relation.Querier) {
		e.load(t, blog)
		us := someUsers(1, 3, 2)
		us[1].Profile = &profile{Bio: "stale"}
		require.NoError(t, relation.Load(t.Context(), q, us, userProfile))
		require.Equal(t, "author", us[0].Profile.Bio)
		require.Nil(t, us[1].Profile)
		require.Equal(t, "builder", us[2].Profile.Bio)

		e.load(t, `INSERT INTO profiles VALUES (2, 'singer')`)
		before := us[0].Profile
		err := relation.Load(t.Context(), q, us, userProfile)
		require.ErrorIs(t, err, relation.ErrMany)
		require.EqualError(t, err, "relation: load profiles: key 2: more than one row where one belongs: 2")
		require.Same(t, before, us[0].Profile)
		require.NoError(t, relation.Load(t.Context(), q, us, userProfile.Limit(1, "bio DESC")))
		require.Equal(t, "singer", us[2].Profile.Bio)
	})
}

func TestDuplicateParents(t *testing.T) {
	strategies(t, func(t *testing.T, e *engine, q relation.Querier) {
		e.load(t, blog)
		us := someUsers(2, 1, 2, 1)
		require.NoError(t, relation.Load(t.Context(), q, us, userPosts.Then(postComments)))
		require.Equal(t, "2(12 14.104) 1(11.101.103 13.102.105 15) 2(12 14.104) 1(11.101.103 13.102.105 15)", tree(us))
		if q.Engine().Strategy == relation.Lazy {
			require.Equal(t, 2+5, e.queries, "each key is asked for once")
		}
	})
}

func TestAppendingToChildrenCopies(t *testing.T) {
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, blog)
		us := someUsers(1, 2, 3)
		require.NoError(t, relation.Load(t.Context(), e, us, userPosts))
		for i := range us {
			us[i].Posts = append(us[i].Posts, post{ID: 1})
		}
		require.Equal(t, "1(11 13 15 1) 2(12 14 1) 3(1)", tree(us))
	})
}

func TestCycleIsRefused(t *testing.T) {
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, blog)
		us := someUsers(1)
		again := userPosts.Then(postAuthor.Then(userPosts.Limit(1, "id")))
		require.ErrorIs(t, relation.Load(t.Context(), e, us, again), relation.ErrCycle)
		require.Nil(t, us[0].Posts)

		// Beside itself, and the same table by another relation, are no cycles.
		authors := userPosts.Then(postAuthor.Then(userProfile), postEditor.Then(userProfile))
		require.NoError(t, relation.Load(t.Context(), e, us, authors, userPosts))
	})
}

var errBroken = errors.New("the cable is broken")

// loaded is users that have something already, and what they were.
func loaded() (us []user, before string) {
	us = someUsers(1, 2, 3)
	us[0].Posts = []post{{ID: 7, Comments: []comment{{ID: 70}}}}
	us[1].Profile = &profile{Bio: "old"}
	return us, fmt.Sprint(tree(us), us[1].Profile.Bio)
}

func TestParentsAreUnchangedAfterAnError(t *testing.T) {
	rels := []relation.Rel[user]{userPosts.Then(postComments, postTags), userProfile}
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, blog)
		for n := 1; n <= 4; n++ {
			e.queries, e.onQuery = 0, func(k int) error {
				if k == n {
					return errBroken
				}
				return nil
			}
			us, before := loaded()
			require.ErrorIs(t, relation.Load(t.Context(), e, us, rels...), errBroken)
			require.Equal(t, before, fmt.Sprint(tree(us), us[1].Profile.Bio), "query %d", n)
		}
		e.onQuery = nil
		rows := 0
		for n := 1; ; n++ {
			e.returned, e.onRow = 0, func(k int) error {
				if k == n {
					return errBroken
				}
				return nil
			}
			us, before := loaded()
			if err := relation.Load(t.Context(), e, us, rels...); err == nil {
				break // no row is left to fail at
			} else {
				require.ErrorIs(t, err, errBroken)
			}
			require.Equal(t, before, fmt.Sprint(tree(us), us[1].Profile.Bio), "row %d", n)
			rows++
		}
		require.Equal(t, 5+5+4+2+4, rows, "every row, and the end of each of four results")
	})
}

func TestParentsAreUnchangedAfterACancel(t *testing.T) {
	rels := []relation.Rel[user]{userPosts.Then(postComments, postTags), userProfile}
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, blog)
		for n := 1; n <= 4; n++ {
			ctx, cancel := context.WithCancel(t.Context())
			e.queries, e.onQuery = 0, func(k int) error {
				if k == n {
					cancel()
				}
				return nil
			}
			us, before := loaded()
			// pgx closes a connection whose query is cancelled: here the context has ended before it.
			require.ErrorIs(t, relation.Load(ctx, e, us, rels...), context.Canceled)
			require.Equal(t, before, fmt.Sprint(tree(us), us[1].Profile.Bio), "query %d", n)
		}
	})
}

func TestAnEndedContextIsAnError(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errBroken)
	engines(t, func(t *testing.T, e *engine) {
		us, before := loaded()
		require.ErrorIs(t, relation.Load(ctx, e, us), errBroken)
		require.Equal(t, before, fmt.Sprint(tree(us), us[1].Profile.Bio))
	})
}

func TestLoadInATransactionSeesIt(t *testing.T) {
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, blog)
		e.load(t, `BEGIN; INSERT INTO posts VALUES (17, 3, NULL, 'new')`)
		us := someUsers(3)
		require.NoError(t, relation.Load(t.Context(), e, us, userPosts))
		require.Equal(t, "3(17)", tree(us))
		e.load(t, `ROLLBACK`)
	})
}

// A key type of one's own, and keys that are awkward text.
func TestKeysOfEveryKind(t *testing.T) {
	type id int32
	type name string
	strategies(t, func(t *testing.T, e *engine, q relation.Querier) {
		e.load(t, `CREATE TEMPORARY TABLE part (id INT PRIMARY KEY, owner INT, label TEXT)`)
		type part struct {
			id, owner id
			label     sql.Null[name]
			below     []part
		}
		parts := relation.From("part", "id", func(r *relation.Row, p *part) {
			r.Column("id", &p.id)
			r.Column("owner", &p.owner)
			r.Column("label", &p.label)
		})
		awkward := []string{``, `'`, `"`, `\`, `a,b`, `{x}`, "\n", `<&>`, "\u2028", `NULL`, `日本`, "\ufffd"}
		for i, s := range awkward {
			mark := q.Engine().Parameter
			require.NoError(t, e.exec(t.Context(), `INSERT INTO part VALUES (`+mark+`1, 1, `+mark+`2)`, i, s))
		}
		byOwner := relation.HasMany(func(p *part) id { return p.id }, func(p *part) id { return p.owner },
			func(p *part, below []part) { p.below = below }, parts.By("owner"))
		one := []part{{id: 1}}
		require.NoError(t, relation.Load(t.Context(), q, one, byOwner))
		require.Len(t, one[0].below, len(awkward))

		byLabel := relation.HasMany(func(p *part) name { return p.label.V }, func(p *part) name { return p.label.V },
			func(p *part, below []part) { p.below = below }, parts.By("label"))
		all := one[0].below
		require.NoError(t, relation.Load(t.Context(), q, all, byLabel))
		for i := range all {
			require.Len(t, all[i].below, 1, "%q", all[i].label.V)
			require.Equal(t, all[i].label, all[i].below[0].label)
		}
	})
}

func TestMoreKeysThanParameters(t *testing.T) {
	for _, s := range []relation.Strategy{relation.Default, relation.SelectIn} {
		t.Run(s.String(), func(t *testing.T) {
			engines(t, func(t *testing.T, e *engine) {
				e.load(t, `CREATE TEMPORARY TABLE comments (id BIGINT PRIMARY KEY, post_id BIGINT, body TEXT NOT NULL);
					INSERT INTO comments WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 1000)
						SELECT i, 1000*i, 'c' FROM n`)
				ps := make([]post, manyKeys)
				for i := range ps {
					ps[i].ID = int64(i)
				}
				require.NoError(t, relation.Load(t.Context(), relation.With(e, s), ps, postComments))
				found := 0
				for i := range ps {
					for _, c := range ps[i].Comments {
						require.Equal(t, ps[i].ID, c.PostID)
						found++
					}
				}
				require.Equal(t, min(1000, (manyKeys-1)/1000), found)
				if s == relation.SelectIn {
					most := e.Engine().MaxParameters
					require.Equal(t, (manyKeys+most-1)/most, e.queries)
				} else {
					require.Equal(t, 1, e.queries)
				}
			})
		})
	}
}

func TestPanicsPassThrough(t *testing.T) {
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, blog)
		boom := func(*post) int64 { panic("boom") }
		us := someUsers(1)
		require.PanicsWithValue(t, "boom", func() {
			_ = relation.Load(t.Context(), e, us, relation.HasMany(userID, boom, setPosts, posts.By("user_id")))
		})
		require.NoError(t, relation.Load(t.Context(), e, us, userPosts), "the connection is free again")
	})
}

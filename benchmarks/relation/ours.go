package relation

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/goconcepts/cookbook/patterns/relation"
	"github.com/goconcepts/cookbook/patterns/relation/postgres"
	"github.com/goconcepts/cookbook/patterns/relation/sqlite"
)

type (
	user struct {
		ID    int64
		Name  string
		Posts []post
	}
	post struct {
		ID, UserID int64
		Title      string
		Comments   []comment
	}
	comment struct {
		ID, PostID int64
		Body       string
	}
)

var (
	posts = relation.From("posts", "id", func(r *relation.Row, p *post) {
		r.Column("id", &p.ID)
		r.Column("user_id", &p.UserID)
		r.Column("title", &p.Title)
	})
	comments = relation.From("comments", "id", func(r *relation.Row, c *comment) {
		r.Column("id", &c.ID)
		r.Column("post_id", &c.PostID)
		r.Column("body", &c.Body)
	})
	userPosts = relation.HasMany(
		func(u *user) int64 { return u.ID },
		func(p *post) int64 { return p.UserID },
		func(u *user, posts []post) { u.Posts = posts },
		posts.By("user_id"))
	postComments = relation.HasMany(
		func(p *post) int64 { return p.ID },
		func(c *comment) int64 { return c.PostID },
		func(p *post, comments []comment) { p.Comments = comments },
		comments.By("post_id"))
)

func ours(s relation.Strategy) func(*base) (load, error) {
	return func(b *base) (load, error) {
		q := relation.With(b.querier(), s)
		return func(ctx context.Context) (tree, error) {
			users, err := b.users(ctx)
			if err == nil {
				err = relation.Load(ctx, q, users, userPosts.Then(postComments))
			}
			return count(users), err
		}, nil
	}
}

func (b *base) querier() relation.Querier {
	if b.pool != nil {
		return postgres.On(b.pool)
	}
	return sqlite.On(b.db)
}

// users reads the parents as one does by hand.
func (b *base) users(ctx context.Context) (users []user, err error) {
	const query = `SELECT id, name FROM users`
	var u user
	if b.pool != nil {
		rows, err := b.pool.Query(ctx, query)
		if err != nil {
			return nil, err
		}
		_, err = pgx.ForEachRow(rows, []any{&u.ID, &u.Name}, func() error { users = append(users, u); return nil })
		return users, err
	}
	rows, err := b.db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&u.ID, &u.Name); err != nil {
			return nil, err
		}
		users = append(users, u)
	}
	return users, rows.Err()
}

func count(users []user) (t tree) {
	t.users = len(users)
	for _, u := range users {
		t.text += len(u.Name)
		for _, p := range u.Posts {
			if p.UserID == u.ID {
				t.posts++
			}
			t.text += len(p.Title)
			for _, c := range p.Comments {
				if c.PostID == p.ID {
					t.comments++
				}
				t.text += len(c.Body)
			}
		}
	}
	return t
}

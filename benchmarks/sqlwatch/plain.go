package sqlwatch

import (
	"context"
	"database/sql"
	"strings"
)

// onSQL does the work with database/sql alone.
type onSQL struct{ db *sql.DB }

func newSQL(db *sql.DB) (worker, error) { return onSQL{db}, nil }

func (w onSQL) users(ctx context.Context) (all []user, err error) {
	rows, err := w.db.QueryContext(ctx, `SELECT id, name FROM users`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var u user
		if err := rows.Scan(&u.ID, &u.Name); err != nil {
			return nil, err
		}
		all = append(all, u)
	}
	return all, rows.Err()
}

func (w onSQL) posts(ctx context.Context, query string, args ...any) (posts []post, err error) {
	rows, err := w.db.QueryContext(ctx, `SELECT id, user_id, title FROM posts `+query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p post
		if err := rows.Scan(&p.ID, &p.UserID, &p.Title); err != nil {
			return nil, err
		}
		posts = append(posts, p)
	}
	return posts, rows.Err()
}

func (w onSQL) postsOf(ctx context.Context, id int64) (posts []post, err error) {
	return w.posts(ctx, `WHERE user_id = ?`, id)
}

func (w onSQL) usersWithPosts(ctx context.Context) (all []user, err error) {
	if all, err = w.users(ctx); err != nil {
		return nil, err
	}
	byID := map[int64]*user{}
	ids := make([]any, len(all))
	for i := range all {
		byID[all[i].ID], ids[i] = &all[i], all[i].ID
	}
	posts, err := w.posts(ctx, `WHERE user_id IN (?`+strings.Repeat(`, ?`, len(ids)-1)+`)`, ids...)
	for _, p := range posts {
		u := byID[p.UserID]
		u.Posts = append(u.Posts, p)
	}
	return all, err
}

func (w onSQL) add(ctx context.Context, posts ...post) error {
	args := make([]any, 0, 3*len(posts))
	for _, p := range posts {
		args = append(args, p.ID, p.UserID, p.Title)
	}
	_, err := w.db.ExecContext(ctx, `INSERT INTO posts VALUES (?, ?, ?)`+strings.Repeat(`, (?, ?, ?)`, len(posts)-1), args...)
	return err
}

func (w onSQL) page(ctx context.Context, limit, offset int64) (posts []post, err error) {
	return w.posts(ctx, `ORDER BY id LIMIT ? OFFSET ?`, limit, offset)
}

package relation

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
)

// condition is how all keys get into a query.
type condition func(keys []int64) (in string, args []any, err error)

func questionMarks(keys []int64) (string, []any, error) {
	args := make([]any, len(keys))
	for i, k := range keys {
		args[i] = k
	}
	return "IN (" + strings.TrimPrefix(strings.Repeat(",?", len(keys)), ",") + ")", args, nil
}

func dollars(keys []int64) (string, []any, error) {
	args, marks := make([]any, len(keys)), make([]byte, 0, 7*len(keys))
	for i, k := range keys {
		args[i] = k
		marks = append(append(marks, ",$"...), strconv.Itoa(i+1)...)
	}
	return "IN (" + strings.TrimPrefix(string(marks), ",") + ")", args, nil
}

func anyArray(keys []int64) (string, []any, error) { return "= ANY($1)", []any{keys}, nil }

func jsonEach(keys []int64) (string, []any, error) {
	text, err := json.Marshal(keys)
	return "IN (SELECT value FROM json_each(?))", []any{string(text)}, err
}

// scanner is the rows of either driver.
type scanner interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
}

func (b *base) ask(ctx context.Context, query string, args []any, read func(scanner) error) error {
	if b.pool != nil {
		rows, err := b.pool.Query(ctx, query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		return read(rows)
	}
	rows, err := b.db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	return read(rows)
}

// byHand is what one writes for just this: a query for each level, and a map from key to parent.
func byHand(in condition) func(*base) (load, error) {
	return func(b *base) (load, error) {
		return func(ctx context.Context) (tree, error) { return loadByHand(ctx, b, in) }, nil
	}
}

func loadByHand(ctx context.Context, b *base, in condition) (tree, error) {
	users, err := b.users(ctx)
	if err != nil {
		return tree{}, err
	}
	keys, owner := make([]int64, len(users)), make(map[int64]*user, len(users))
	for i := range users {
		keys[i], owner[users[i].ID] = users[i].ID, &users[i]
	}
	where, args, err := in(keys)
	if err != nil {
		return tree{}, err
	}
	total := 0
	err = b.ask(ctx, `SELECT id, user_id, title FROM posts WHERE user_id `+where, args, func(rows scanner) error {
		for rows.Next() {
			var p post
			if err := rows.Scan(&p.ID, &p.UserID, &p.Title); err != nil {
				return err
			}
			u := owner[p.UserID]
			u.Posts = append(u.Posts, p)
			total++
		}
		return rows.Err()
	})
	if err != nil {
		return tree{}, err
	}
	keys, on := make([]int64, 0, total), make(map[int64]*post, total)
	for i := range users {
		for j := range users[i].Posts {
			p := &users[i].Posts[j]
			keys, on[p.ID] = append(keys, p.ID), p
		}
	}
	if where, args, err = in(keys); err != nil {
		return tree{}, err
	}
	err = b.ask(ctx, `SELECT id, post_id, body FROM comments WHERE post_id `+where, args, func(rows scanner) error {
		for rows.Next() {
			var c comment
			if err := rows.Scan(&c.ID, &c.PostID, &c.Body); err != nil {
				return err
			}
			p := on[c.PostID]
			p.Comments = append(p.Comments, c)
		}
		return rows.Err()
	})
	return count(users), err
}

package relation

import (
	"context"
	"database/sql"
)

// joined is everything by one query, each user in as many rows as there are comments on his posts.
func joined(b *base) (load, error) {
	const query = `SELECT u.id, u.name, p.id, p.title, c.id, c.body FROM users u
		LEFT JOIN posts p ON p.user_id = u.id LEFT JOIN comments c ON c.post_id = p.id ORDER BY u.id, p.id`
	return func(ctx context.Context) (tree, error) {
		var users []user
		err := b.ask(ctx, query, nil, func(rows scanner) error {
			for rows.Next() {
				var u user
				var postID, commentID sql.Null[int64]
				var title, body sql.Null[string]
				if err := rows.Scan(&u.ID, &u.Name, &postID, &title, &commentID, &body); err != nil {
					return err
				}
				if n := len(users); n == 0 || users[n-1].ID != u.ID {
					users = append(users, u)
				}
				last := &users[len(users)-1]
				if n := len(last.Posts); postID.Valid && (n == 0 || last.Posts[n-1].ID != postID.V) {
					last.Posts = append(last.Posts, post{ID: postID.V, UserID: u.ID, Title: title.V})
				}
				if commentID.Valid {
					p := &last.Posts[len(last.Posts)-1]
					p.Comments = append(p.Comments, comment{ID: commentID.V, PostID: p.ID, Body: body.V})
				}
			}
			return rows.Err()
		})
		return count(users), err
	}, nil
}

package sqlwatch

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// savepoints guards each of some steps, as nested transactions do.
func savepoints(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for range 4 {
		for _, text := range []string{`SAVEPOINT step`, `RELEASE SAVEPOINT step`} {
			if _, err := tx.ExecContext(ctx, text); err != nil {
				return errors.Join(err, tx.Rollback())
			}
		}
	}
	return tx.Commit()
}

func keyset(ctx context.Context, db *sql.DB) error {
	last, w := int64(0), onSQL{db}
	for {
		posts, err := w.posts(ctx, `WHERE title = 'post' AND id > ? ORDER BY id LIMIT 5`, last)
		if err != nil || len(posts) == 0 {
			return err
		}
		last = posts[len(posts)-1].ID
	}
}

func prepared(ctx context.Context, db *sql.DB) error {
	stmt, err := db.PrepareContext(ctx, `SELECT count(*) FROM posts WHERE user_id = ?`)
	if err != nil {
		return err
	}
	for id := range 10 {
		var n int
		if err := stmt.QueryRowContext(ctx, id+1).Scan(&n); err != nil {
			return errors.Join(err, stmt.Close())
		}
	}
	return stmt.Close()
}

func pasted(ctx context.Context, db *sql.DB) error {
	for id := range 10 {
		var n int
		if err := db.QueryRowContext(ctx, fmt.Sprintf(`SELECT count(*) FROM posts WHERE user_id = %d`, id+1)).Scan(&n); err != nil {
			return err
		}
	}
	return nil
}

func threeLines(ctx context.Context, db *sql.DB) error {
	w := onSQL{db}
	_, author := w.postsOf(ctx, 1)
	_, editor := w.postsOf(ctx, 2)
	_, reader := w.postsOf(ctx, 3)
	return errors.Join(author, editor, reader)
}

// polling asks until the answer is what it waits for.
func polling(ctx context.Context, db *sql.DB) error {
	for turn := 0; ; turn++ {
		var id int
		if err := db.QueryRowContext(ctx, `SELECT id FROM users WHERE name = 'user 1'`).Scan(&id); err != nil || turn == 5 {
			return err
		}
	}
}

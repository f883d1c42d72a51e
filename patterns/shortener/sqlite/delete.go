package sqlite

import (
	"context"
	"errors"

	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/tx"
)

// remembered is how many deletes are remembered.
const remembered = 1000

// Delete implements [shortener.Store].
func (s *Store) Delete(ctx context.Context, code string) error {
	err := s.transaction(ctx, func(ctx context.Context, q tx.Querier) error {
		result, err := q.ExecContext(ctx, `DELETE FROM link WHERE code = ?`, code)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, shortener.ErrNotFound)
		}
		result, err = q.ExecContext(ctx, `INSERT INTO deletion (code) VALUES (?)`, code)
		if err != nil {
			return err
		}
		version, err := result.LastInsertId()
		if err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, `DELETE FROM deletion WHERE version <= ?`, version-remembered)
		return err
	})
	if errors.Is(err, shortener.ErrNotFound) {
		return err
	}
	return wrap("delete", err)
}

// Deleted implements [shortener.Store]. The table's last row is the version: SQLite
// writes one transaction after the other, so that the numbers have no gaps, and never
// deletes the last.
func (s *Store) Deleted(ctx context.Context, since uint64) (codes []string, version uint64, err error) {
	rows, err := s.read.QueryContext(ctx, `SELECT version, code FROM deletion WHERE version > ?
		OR version = (SELECT max(version) FROM deletion) ORDER BY version`, int64(since))
	if err != nil {
		return nil, 0, wrap("deleted", err)
	}
	defer rows.Close()
	for rows.Next() {
		var code string
		if err := rows.Scan(&version, &code); err != nil {
			return nil, 0, wrap("deleted", err)
		}
		if version > since {
			codes = append(codes, code)
		}
	}
	return codes, version, wrap("deleted", rows.Err())
}

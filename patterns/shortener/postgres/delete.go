package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// remembered is how many deletes are remembered.
const remembered = 1000

// channel is where deletes are told, for [Store.Listen].
const channel = "cookbook_shortener"

// Delete implements [shortener.Store].
func (s *Store) Delete(ctx context.Context, code string) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return remove(ctx, tx, code) })
	if errors.Is(err, shortener.ErrNotFound) {
		return err
	}
	if err != nil {
		return s.wrap(ctx, "delete", err)
	}
	// Only a hint, and not in the transaction: while it commits, one with NOTIFY holds up all
	// others that have one. Whoever does not hear it asks within CacheFor.
	_, _ = s.pool.Exec(ctx, `SELECT pg_notify($1, '')`, channel)
	return nil
}

// remove numbers deletes by a row, not by a sequence: the row is locked until the
// transaction is committed, so that a number is never seen before those below it.
func remove(ctx context.Context, tx pgx.Tx, code string) error {
	tag, err := tx.Exec(ctx, `DELETE FROM link WHERE code = $1`, code)
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return shortener.ErrNotFound
	}
	var version int64
	err = tx.QueryRow(ctx, `UPDATE version SET number = number + 1 RETURNING number`).Scan(&version)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO deletion (version, code) VALUES ($1, $2)`, version, code); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM deletion WHERE version <= $1`, version-remembered)
	return err
}

// Deleted implements [shortener.Store]: one statement, which sees the version and what
// belongs to it at one moment.
func (s *Store) Deleted(ctx context.Context, since uint64) (codes []string, version uint64, err error) {
	err = s.pool.QueryRow(ctx, `SELECT number,
		ARRAY(SELECT code FROM deletion WHERE deletion.version > $1 ORDER BY deletion.version) FROM version`,
		int64(since)).Scan(&version, &codes)
	return codes, version, s.wrap(ctx, "deleted", err)
}

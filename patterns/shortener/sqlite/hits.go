package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// AddHits implements [shortener.Store]: one transaction of two statements, whatever the
// number of links.
func (s *Store) AddHits(ctx context.Context, day time.Time, hits map[string]uint64) error {
	text, err := json.Marshal(hits)
	if err != nil {
		return wrap("add hits", err)
	}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return wrap("add hits", err)
	}
	if err := addHits(ctx, tx, number(day), string(text)); err != nil {
		return wrap("add hits", errors.Join(err, tx.Rollback()))
	}
	return wrap("add hits", tx.Commit())
}

func addHits(ctx context.Context, tx *sql.Tx, day int64, hits string) error {
	_, err := tx.ExecContext(ctx, `UPDATE link SET hits = hits + j.value FROM json_each(?) j WHERE link.code = j.key`, hits)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO hit_day (code, day, hits)
		SELECT link.code, ?, j.value FROM json_each(?) j JOIN link ON link.code = j.key WHERE true
		ON CONFLICT (code, day) DO UPDATE SET hits = hits + excluded.hits`, day, hits)
	return err
}

// History implements [shortener.Store].
func (s *Store) History(ctx context.Context, code string, since time.Time) (days []shortener.Day, err error) {
	rows, err := s.read.QueryContext(ctx, `SELECT day, hits FROM hit_day WHERE code = ? AND day >= ? ORDER BY day`, code, number(since))
	if err != nil {
		return nil, wrap("history", err)
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		var d shortener.Day
		if err := rows.Scan(&n, &d.Hits); err != nil {
			return nil, wrap("history", err)
		}
		d.Date = time.Unix(n*24*60*60, 0).UTC()
		days = append(days, d)
	}
	return days, wrap("history", rows.Err())
}

// number returns the number of a day: those from 1970 to it.
func number(day time.Time) int64 { return day.Unix() / (24 * 60 * 60) }

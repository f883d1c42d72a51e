package sqlite

import (
	"context"
	"encoding/json"
	"time"

	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/tx"
)

// forgetBatches is after how many days the number of a writer that is silent is
// forgotten: none sends a batch again after so long.
const forgetBatches = 7

// AddHits implements [shortener.Store]: one transaction, whatever the number of links.
func (s *Store) AddHits(ctx context.Context, b shortener.Batch) error {
	text, err := json.Marshal(b.Hits)
	if err != nil {
		return wrap("add hits", err)
	}
	return wrap("add hits", s.transaction(ctx, func(ctx context.Context, q tx.Querier) error { return addHits(ctx, q, b, string(text)) }))
}

func addHits(ctx context.Context, q tx.Querier, b shortener.Batch, hits string) error {
	day := number(b.Day)
	result, err := q.ExecContext(ctx, `INSERT INTO batch (writer, number, day) VALUES (?, ?, ?)
		ON CONFLICT (writer) DO UPDATE SET number = excluded.number, day = excluded.day WHERE number < excluded.number`,
		b.Writer, int64(b.Number), day)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return err // it is there already
	}
	_, err = q.ExecContext(ctx, `UPDATE link SET hits = hits + j.value FROM json_each(?) j WHERE link.code = j.key`, hits)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, `INSERT INTO hit_day (code, day, hits)
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

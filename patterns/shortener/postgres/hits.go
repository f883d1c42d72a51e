package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// AddHits implements [shortener.Store]: one transaction, whatever the number of links.
func (s *Store) AddHits(ctx context.Context, b shortener.Batch) error {
	codes, counts := make([]string, 0, len(b.Hits)), make([]int64, 0, len(b.Hits))
	for code, n := range b.Hits {
		codes, counts = append(codes, code), append(counts, int64(n))
	}
	return s.wrap(ctx, "add hits", pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `INSERT INTO batch (writer, number, day) VALUES ($1, $2, $3)
			ON CONFLICT (writer) DO UPDATE SET number = excluded.number, day = excluded.day WHERE batch.number < excluded.number`,
			b.Writer, int64(b.Number), b.Day)
		if err != nil || tag.RowsAffected() == 0 { // none: it is there already
			return err
		}
		return addHits(ctx, tx, b.Day, codes, counts)
	}))
}

// addHits locks the links in order first: two machines that came to them in different
// orders would wait for each other.
func addHits(ctx context.Context, tx pgx.Tx, day time.Time, codes []string, counts []int64) error {
	if _, err := tx.Exec(ctx, `SELECT FROM link WHERE code = ANY($1) ORDER BY code FOR UPDATE`, codes); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE link SET hits = link.hits + b.hits
		FROM unnest($1::text[], $2::bigint[]) AS b(code, hits) WHERE link.code = b.code`, codes, counts)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO hit_day (code, day, hits)
		SELECT link.code, $3, b.hits FROM unnest($1::text[], $2::bigint[]) AS b(code, hits) JOIN link ON link.code = b.code
		ON CONFLICT (code, day) DO UPDATE SET hits = hit_day.hits + excluded.hits`, codes, counts, day)
	return err
}

// History implements [shortener.Store].
func (s *Store) History(ctx context.Context, code string, since time.Time) ([]shortener.Day, error) {
	rows, _ := s.pool.Query(ctx, `SELECT day, hits FROM hit_day WHERE code = $1 AND day >= $2 ORDER BY day`, code, since)
	days, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (d shortener.Day, err error) {
		err = row.Scan(&d.Date, &d.Hits)
		return d, err
	})
	return days, s.wrap(ctx, "history", err)
}

package postgres

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// Codes and URLs compare byte by byte, so that pages have one order everywhere and a
// prefix is a range of an index.
var schema = []string{
	`CREATE TABLE IF NOT EXISTS counter (one INT PRIMARY KEY CHECK (one = 1), next BIGINT NOT NULL)`,
	`INSERT INTO counter VALUES (1, 0) ON CONFLICT DO NOTHING`,
	`CREATE TABLE IF NOT EXISTS link (
		code     TEXT COLLATE "C" PRIMARY KEY,
		url      TEXT COLLATE "C" NOT NULL,
		url_hash BYTEA, -- SHA-256 of the URL of a shared link; NULL for others
		alias    BOOLEAN NOT NULL,
		created  TIMESTAMPTZ NOT NULL,
		expires  TIMESTAMPTZ, -- NULL: never
		hits     BIGINT NOT NULL DEFAULT 0
	)`,
	`CREATE UNIQUE INDEX IF NOT EXISTS link_by_url ON link (url_hash) WHERE url_hash IS NOT NULL`,
	`CREATE INDEX IF NOT EXISTS link_by_prefix ON link (url, code)`,
	`CREATE TABLE IF NOT EXISTS hit_day (
		code TEXT COLLATE "C" NOT NULL REFERENCES link ON DELETE CASCADE,
		day  DATE NOT NULL,
		hits BIGINT NOT NULL,
		PRIMARY KEY (code, day)
	)`,
	`CREATE TABLE IF NOT EXISTS batch (writer TEXT PRIMARY KEY, number BIGINT NOT NULL, day DATE NOT NULL)`,
	`CREATE TABLE IF NOT EXISTS version (one INT PRIMARY KEY CHECK (one = 1), number BIGINT NOT NULL)`,
	`INSERT INTO version VALUES (1, 0) ON CONFLICT DO NOTHING`,
	`CREATE TABLE IF NOT EXISTS deletion (version BIGINT PRIMARY KEY, code TEXT NOT NULL)`,
	// No writer sends a batch again after so long.
	`DELETE FROM batch WHERE day < current_date - 7`,
}

// schemaLock is the advisory lock under which tables are made: CREATE TABLE IF NOT
// EXISTS at the same time by two connections is an error for one of them.
const schemaLock = 0x636f6f6b_626f6f6b

// Store keeps links in PostgreSQL. Several goroutines may use it. Make one with [Open].
type Store struct{ pool *pgxpool.Pool }

var _ shortener.Store = (*Store)(nil)

// Open connects to a server, named as libpq and pgx do: a URL, or words such as
// "host=db user=app". Parameters of the pool may be among them, such as
// pool_max_conns=20; its default is the greater of 4 and the number of CPUs. It makes the
// tables that are not there. Its errors show no password.
func Open(ctx context.Context, dsn string) (*Store, error) {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return nil, fmt.Errorf("postgres: open: %w", err)
	}
	s := &Store{pool}
	err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(schemaLock)); err != nil {
			return err
		}
		for _, statement := range schema {
			if _, err := tx.Exec(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(s.wrap(ctx, "open", err), s.Close())
	}
	return s, nil
}

// Close waits for the calls under way and closes the connections. It returns nil: the
// error is there so that it can be used as any Close.
func (s *Store) Close() error {
	s.pool.Close()
	return nil
}

// Reserve implements [shortener.Store].
func (s *Store) Reserve(ctx context.Context, n uint64) (first uint64, err error) {
	err = s.pool.QueryRow(ctx, `UPDATE counter SET next = next + $1 RETURNING next - $1`, int64(n)).Scan(&first)
	return first, s.wrap(ctx, "reserve", err)
}

// Reserved implements [shortener.Store].
func (s *Store) Reserved(ctx context.Context) (next uint64, err error) {
	err = s.pool.QueryRow(ctx, `SELECT next FROM counter`).Scan(&next)
	return next, s.wrap(ctx, "reserved", err)
}

// Insert implements [shortener.Store].
func (s *Store) Insert(ctx context.Context, l shortener.Link) (shortener.Link, error) {
	var hash []byte
	if l.Shared() {
		hash = sum(l.URL)
	}
	tag, err := s.pool.Exec(ctx, `INSERT INTO link (code, url, url_hash, alias, created, expires)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`, l.Code, l.URL, hash, l.Alias, l.Created, optional(l.Expires))
	switch {
	case err != nil:
		return shortener.Link{}, s.wrap(ctx, "insert", err)
	case tag.RowsAffected() == 1:
		return l, nil
	}
	if l.Shared() {
		if known, err := s.FindURL(ctx, l.URL); !errors.Is(err, shortener.ErrNotFound) {
			return known, err
		}
	}
	return shortener.Link{}, shortener.ErrTaken
}

// Find implements [shortener.Store].
func (s *Store) Find(ctx context.Context, code string) (shortener.Link, error) {
	return s.one(ctx, "find", columns+`WHERE code = $1`, code)
}

// FindURL implements [shortener.Store].
func (s *Store) FindURL(ctx context.Context, url string) (shortener.Link, error) {
	return s.one(ctx, "find url", columns+`WHERE url_hash = $1`, sum(url))
}

const columns = `SELECT code, url, alias, created, expires, hits FROM link `

func (s *Store) one(ctx context.Context, what, query string, arg any) (shortener.Link, error) {
	rows, _ := s.pool.Query(ctx, query, arg) // its error is in the rows, too
	l, err := pgx.CollectExactlyOneRow(rows, scan)
	if errors.Is(err, pgx.ErrNoRows) {
		return shortener.Link{}, shortener.ErrNotFound
	}
	return l, s.wrap(ctx, what, err)
}

func scan(row pgx.CollectableRow) (l shortener.Link, err error) {
	var expires *time.Time
	err = row.Scan(&l.Code, &l.URL, &l.Alias, &l.Created, &expires, &l.Hits)
	l.Created = l.Created.UTC()
	if expires != nil {
		l.Expires = expires.UTC()
	}
	return l, err
}

// wrap tells what failed, and in the words of the context when that has ended. When a
// connection was lost it drops those that are idle, which will have been lost, too: a server
// that was restarted fails the calls under way and no later ones.
func (s *Store) wrap(ctx context.Context, what string, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return fmt.Errorf("postgres: %s: %w: %w", what, context.Cause(ctx), err)
	}
	// An answer of the server, but for its last ones of class 57P, leaves the connection as it was.
	answer, ok := errors.AsType[*pgconn.PgError](err)
	if !ok || strings.HasPrefix(answer.Code, "57P") {
		s.pool.Reset()
	}
	return fmt.Errorf("postgres: %s: %w", what, err)
}

func optional(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func sum(s string) []byte {
	h := sha256.Sum256([]byte(s))
	return h[:]
}

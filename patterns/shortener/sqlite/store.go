package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"time"

	_ "modernc.org/sqlite" // the driver

	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/tx"
)

const schema = `
CREATE TABLE IF NOT EXISTS counter (one INTEGER PRIMARY KEY CHECK (one = 1), next INTEGER NOT NULL);
INSERT OR IGNORE INTO counter VALUES (1, 0);
CREATE TABLE IF NOT EXISTS link (
	code     TEXT PRIMARY KEY,
	url      TEXT NOT NULL,
	url_hash BLOB, -- SHA-256 of the URL of a shared link; NULL for others
	alias    INTEGER NOT NULL,
	created  INTEGER NOT NULL, -- microseconds since 1970
	expires  INTEGER NOT NULL, -- the same; 0: never
	hits     INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS link_by_url ON link (url_hash) WHERE url_hash IS NOT NULL;
CREATE INDEX IF NOT EXISTS link_by_prefix ON link (url); -- and code, which each index has: a search reads nothing else
CREATE TABLE IF NOT EXISTS hit_day (
	code TEXT NOT NULL REFERENCES link ON DELETE CASCADE,
	day  INTEGER NOT NULL, -- days since 1970
	hits INTEGER NOT NULL,
	PRIMARY KEY (code, day)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS batch (writer TEXT PRIMARY KEY, number INTEGER NOT NULL, day INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS deletion (version INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL);`

// Store keeps links in a file. Several goroutines may use it. Make one with [Open].
type Store struct {
	read, write *sql.DB // SQLite has one writer: waiting for it in Go is fair, and in the engine is not
}

var _ shortener.Store = (*Store)(nil)

// Open opens the file, and makes it when it is not there.
func Open(ctx context.Context, file string) (*Store, error) {
	dsn := "file:" + (&url.URL{Path: file}).EscapedPath() +
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_txlock=immediate"
	s := &Store{}
	var err error
	// The engine waits for a lock without looking at the context: not for long, see transaction.
	if s.write, err = sql.Open("sqlite", dsn+"&_pragma=busy_timeout(50)"); err != nil {
		return nil, fmt.Errorf("sqlite: open: %w", err)
	}
	s.write.SetMaxOpenConns(1)
	if s.read, err = sql.Open("sqlite", dsn+"&_pragma=busy_timeout(5000)"); err != nil {
		return nil, errors.Join(fmt.Errorf("sqlite: open: %w", err), s.write.Close())
	}
	s.read.SetMaxOpenConns(8)
	err = s.transaction(ctx, func(ctx context.Context, q tx.Querier) error {
		if _, err := q.ExecContext(ctx, schema); err != nil {
			return err
		}
		_, err := q.ExecContext(ctx, `DELETE FROM batch WHERE day < ?`, number(time.Now())-forgetBatches)
		return err
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("sqlite: open: %w", err), s.Close())
	}
	return s, nil
}

// waiting makes a transaction wait for another process's as long as its context allows.
var waiting = &tx.Options{
	Attempts: 10_000,
	Backoff:  func(int, time.Duration, uint64) time.Duration { return 5 * time.Millisecond },
}

// transaction runs f in a transaction of the only connection that writes.
func (s *Store) transaction(ctx context.Context, f func(context.Context, tx.Querier) error) error {
	return tx.Run(ctx, s.write, f, waiting)
}

// Close closes the file.
func (s *Store) Close() error {
	if err := errors.Join(s.read.Close(), s.write.Close()); err != nil {
		return fmt.Errorf("sqlite: close: %w", err)
	}
	return nil
}

// Reserve implements [shortener.Store].
func (s *Store) Reserve(ctx context.Context, n uint64) (first uint64, err error) {
	err = s.transaction(ctx, func(ctx context.Context, q tx.Querier) error {
		return q.QueryRowContext(ctx, `UPDATE counter SET next = next + ?1 RETURNING next - ?1`, int64(n)).Scan(&first)
	})
	return first, wrap("reserve", err)
}

// Reserved implements [shortener.Store].
func (s *Store) Reserved(ctx context.Context) (next uint64, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT next FROM counter`).Scan(&next)
	return next, wrap("reserved", err)
}

// Insert implements [shortener.Store].
func (s *Store) Insert(ctx context.Context, l shortener.Link) (shortener.Link, error) {
	var hash []byte
	if l.Shared() {
		hash = sum(l.URL)
	}
	var stored int64
	err := s.transaction(ctx, func(ctx context.Context, q tx.Querier) error {
		result, err := q.ExecContext(ctx, `INSERT INTO link (code, url, url_hash, alias, created, expires)
			VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, l.Code, l.URL, hash, l.Alias, micro(l.Created), micro(l.Expires))
		if err != nil {
			return err
		}
		stored, err = result.RowsAffected()
		return err
	})
	if err != nil {
		return shortener.Link{}, wrap("insert", err)
	}
	if stored == 1 {
		return l, nil
	}
	if l.Shared() {
		if known, err := s.FindURL(ctx, l.URL); !errors.Is(err, shortener.ErrNotFound) {
			return known, err
		}
	}
	return shortener.Link{}, shortener.ErrTaken
}

const columns = `SELECT code, url, alias, created, expires, hits FROM link `

// Find implements [shortener.Store].
func (s *Store) Find(ctx context.Context, code string) (shortener.Link, error) {
	return scan("find", s.read.QueryRowContext(ctx, columns+`WHERE code = ?`, code))
}

// FindURL implements [shortener.Store].
func (s *Store) FindURL(ctx context.Context, url string) (shortener.Link, error) {
	return scan("find url", s.read.QueryRowContext(ctx, columns+`WHERE url_hash = ?`, sum(url)))
}

// scan reads a link from a row.
func scan(what string, row interface{ Scan(...any) error }) (l shortener.Link, err error) {
	var created, expires int64
	err = row.Scan(&l.Code, &l.URL, &l.Alias, &created, &expires, &l.Hits)
	if errors.Is(err, sql.ErrNoRows) {
		return shortener.Link{}, shortener.ErrNotFound
	}
	l.Created = time.UnixMicro(created).UTC()
	if expires != 0 {
		l.Expires = time.UnixMicro(expires).UTC()
	}
	return l, wrap(what, err)
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("sqlite: %s: %w", what, err)
}

func micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func sum(s string) []byte {
	h := sha256.Sum256([]byte(s))
	return h[:]
}

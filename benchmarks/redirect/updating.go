package redirect

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"
	_ "modernc.org/sqlite" // the driver
)

// warningName is the service that one writes first.
const warningName = "LRU, an UPDATE per hit"

// updating has its links in an LRU cache and counts each hit with a statement of its
// own, on a prepared statement and without a sync at each commit: the cheapest form.
func updating() (*service, error) {
	dir, err := os.MkdirTemp("", "cookbook-redirect-")
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "links.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)")
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	db.SetMaxOpenConns(1) // SQLite has one writer
	s := &service{close: func() error { return errors.Join(db.Close(), os.RemoveAll(dir)) }}
	if err := s.update(db); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *service) update(db *sql.DB) error {
	ctx := context.Background()
	if _, err := db.ExecContext(ctx, `CREATE TABLE link (code TEXT PRIMARY KEY, url TEXT NOT NULL, hits INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID`); err != nil {
		return err
	}
	cache, err := lru.New[string, string](100_000)
	if err != nil {
		return err
	}
	for i := range links {
		code := fmt.Sprintf("link%03d", i)
		if _, err := db.ExecContext(ctx, `INSERT INTO link (code, url) VALUES (?, ?)`, code, target(i)); err != nil {
			return err
		}
		s.codes = append(s.codes, code)
	}
	hit, err := db.PrepareContext(ctx, `UPDATE link SET hits = hits + 1 WHERE code = ?`)
	if err != nil {
		return err
	}
	s.hits = func(code string) (n int, err error) {
		err = db.QueryRowContext(ctx, `SELECT hits FROM link WHERE code = ?`, code).Scan(&n)
		return n, err
	}
	s.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		code := strings.TrimPrefix(r.URL.Path, "/")
		url, ok := cache.Get(code)
		if !ok {
			if err := db.QueryRowContext(r.Context(), `SELECT url FROM link WHERE code = ?`, code).Scan(&url); err != nil {
				http.NotFound(w, r)
				return
			}
			cache.Add(code, url)
		}
		if _, err := hit.ExecContext(r.Context(), code); err != nil {
			http.Error(w, "the hit is not counted", http.StatusServiceUnavailable)
			return
		}
		http.Redirect(w, r, url, http.StatusFound)
	})
	return nil
}

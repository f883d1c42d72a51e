package security

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/netip"
	"os"
	"time"

	"github.com/goconcepts/cookbook/security/password"
	"github.com/goconcepts/cookbook/security/safefs"
	"github.com/goconcepts/cookbook/security/safehttp"
	"github.com/goconcepts/cookbook/security/safesql"
	"github.com/goconcepts/cookbook/security/strictjson"
	"github.com/goconcepts/cookbook/security/token"
)

var sortable = safesql.Names("id", "name")

func ourQueries() queries {
	return queries{
		search: func(name string, ids []string, part, column string) (string, []any, error) {
			return safesql.SQL("SELECT id FROM users WHERE name = ? AND id IN ? AND name LIKE ? ORDER BY ?",
				safesql.Val(name), safesql.In(ids), safesql.Contains(part), sortable.Desc(column)).Build(safesql.SQLite)
		},
		contains: func(part string) (string, []any, error) {
			return safesql.SQL("SELECT id FROM users WHERE name LIKE ?", safesql.Contains(part)).Build(safesql.SQLite)
		},
		ordered: func(column string) (string, []any, error) {
			return safesql.SQL("SELECT name FROM users ORDER BY ?", sortable.Asc(column)).Build(safesql.SQLite)
		},
		in: func(ids []string) (string, []any, error) {
			return safesql.SQL("SELECT id FROM users WHERE id IN ?", safesql.In(ids)).Build(safesql.SQLite)
		},
		notIn: func(ids []string) (string, []any, error) {
			return safesql.SQL("SELECT id FROM users WHERE id NOT IN ?", safesql.In(ids)).Build(safesql.SQLite)
		},
	}
}

func ourVerify() func(string, string) (bool, error) {
	h, err := password.New(password.Config{})
	return func(given, hash string) (bool, error) {
		if err != nil {
			return false, err
		}
		_, err := h.Verify(context.Background(), given, hash)
		if errors.Is(err, password.ErrMismatch) {
			return false, nil
		}
		return err == nil, err
	}
}

func ourConfig(purpose string, lifetime time.Duration) token.Config {
	return token.Config{Purpose: purpose, Lifetime: lifetime, Keys: []token.Key{{ID: 1, Secret: tokenKey}}}
}

func ourSigner(purpose string, lifetime time.Duration) (tokens, error) {
	s, err := token.NewSigner[string](ourConfig(purpose, lifetime))
	if err != nil {
		return tokens{}, err
	}
	return tokens{make: s.Sign, open: s.Verify, expired: isExpired}, nil
}

func ourSealer(purpose string, lifetime time.Duration) (tokens, error) {
	s, err := token.NewSealer[string](ourConfig(purpose, lifetime))
	if err != nil {
		return tokens{}, err
	}
	return tokens{make: s.Seal, open: s.Open, expired: isExpired}, nil
}

func isExpired(err error) bool { return errors.Is(err, token.ErrExpired) }

// appended is the form without allocation.
func ourAppend() (func() error, error) {
	s, err := token.NewSealer[string](ourConfig("session", time.Hour))
	if err != nil {
		return nil, err
	}
	buffer := make([]byte, 0, 512)
	return func() error {
		_, err := s.Append(buffer, sessionID)
		return err
	}, nil
}

func ourAppendSigned() (func() error, error) {
	s, err := token.NewSigner[string](ourConfig("session", time.Hour))
	if err != nil {
		return nil, err
	}
	buffer := make([]byte, 0, 512)
	return func() error {
		_, err := s.Append(buffer, sessionID)
		return err
	}, nil
}

func ourJSON() decoder {
	o := &strictjson.Options{Limits: strictjson.Limits{Bytes: 4 << 20}}
	return decoder{
		orders: func(b []byte) ([]order, error) { return strictjson.Decode[[]order](b, o) },
		any:    func(b []byte) (any, error) { return strictjson.Decode[any](b, o) },
	}
}

func ourAllows(a netip.Addr) bool { return safehttp.Public(a) }

func ourClient() (func(string) (*http.Response, error), error) {
	client, err := safehttp.NewClient(safehttp.ClientConfig{Timeout: 2 * time.Second})
	if err != nil {
		return nil, err
	}
	return client.Get, nil
}

func ourOpen(root, name string) (*os.File, error) {
	dir, err := safefs.Open(root)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	return dir.Open(name)
}

// tokenKey and sessionID are of the lengths that one uses.
var (
	tokenKey  = func() []byte { b := make([]byte, 32); _, _ = rand.Read(b); return b }()
	sessionID = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
)

package shortener_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/memory"
	"github.com/goconcepts/cookbook/patterns/shortener/sqlite"
)

// Repository and service layer: how do they look in Go?
//
// The domain package declares the types and a small interface for keeping them, in words of the domain and
// with its own errors. Each engine is a package of its own that implements it; the service knows only the
// interface. One contract test runs against every implementation, so the map used in tests keeps the same
// promises as the database.
//
// Follow-ups:
//   - Where do transactions go? Into one method that does the whole step, such as Insert that also finds the URL's old link; not across the interface.
//   - Is a generic Repository[T] better? Rarely: it offers what no engine does well and hides the queries that matter.
//   - Should the interface be small? As small as the service's needs: each method is a promise that every engine must keep.
//
// Pitfalls:
//   - An in-memory fake without the database's constraints: tests pass and production does not.
//   - Letting sql.ErrNoRows out: callers then depend on the engine.
//
// Trade-offs: The layer pays for itself with a second engine or with fast tests; a program that will only ever speak to one database may call it directly.
//
// From Python: The Python original's repository is a class with two dictionaries and its service makes one itself, so nothing else can be
// put there; here it comes in through New.
//
// Level: mid. Tags: design, interfaces, databases. Needs: sqlite, files. See: patterns/shortener/strategy, patterns/doubles/script.
func Example_repository() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "repository")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	file, err := sqlite.Open(ctx, filepath.Join(dir, "links.db"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()

	// The contract, in short; the stores' own tests hold all of it.
	contract := func(s shortener.Store) []error {
		a, stored := s.Insert(ctx, shortener.Link{Code: "a", URL: "https://go.dev/"})
		b, again := s.Insert(ctx, shortener.Link{Code: "b", URL: "https://go.dev/"})
		_, taken := s.Insert(ctx, shortener.Link{Code: "a", URL: "https://python.org/"})
		_, missing := s.Find(ctx, "none")
		return []error{stored, again, is(taken, shortener.ErrTaken), is(missing, shortener.ErrNotFound), same(a, b)}
	}
	for _, repository := range []struct {
		name  string
		store shortener.Store
	}{{"memory", &memory.Store{}}, {"sqlite", file}} {
		fmt.Println(repository.name, contract(repository.store))
		service, err := shortener.New(repository.store, shortener.Config{Key: []byte("sixteen bytes or more")})
		if err != nil {
			fmt.Println(err)
			return
		}
		link, err := service.Shorten(ctx, shortener.Order{URL: "https://go.dev"})
		fmt.Println("  the service finds the link that was there:", link.Code, err)
	}
	// Output:
	// memory [<nil> <nil> <nil> <nil> <nil>]
	//   the service finds the link that was there: a <nil>
	// sqlite [<nil> <nil> <nil> <nil> <nil>]
	//   the service finds the link that was there: a <nil>
}

func is(err, want error) error {
	if !errors.Is(err, want) {
		return fmt.Errorf("got %w, want %w", err, want)
	}
	return nil
}

func same(a, b shortener.Link) error {
	if a.Code != b.Code {
		return fmt.Errorf("one URL has the codes %s and %s", a.Code, b.Code)
	}
	return nil
}

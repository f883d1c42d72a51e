package postgres_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/goconcepts/cookbook/patterns/relation"
	"github.com/goconcepts/cookbook/patterns/relation/postgres"
)

type (
	shelf struct {
		ID    int
		Books []book
	}
	book struct {
		Shelf int
		Title string
	}
)

// printer stands for a *pgx.Conn or *pgxpool.Pool where there is no server: it shows what is asked.
type printer struct{}

func (printer) Query(_ context.Context, query string, args ...any) (pgx.Rows, error) {
	fmt.Println(query, args[1:]) // behind pgx's mode of execution
	return nil, errors.New("no server")
}

func ExampleOn() {
	books := relation.HasMany(
		func(s *shelf) int { return s.ID },
		func(b *book) int { return b.Shelf },
		func(s *shelf, books []book) { s.Books = books },
		relation.From("books", "id", func(r *relation.Row, b *book) {
			r.Column("shelf", &b.Shelf)
			r.Column("title", &b.Title)
		}).By("shelf"))

	shelves := []shelf{{ID: 2}, {ID: 1}}
	var db postgres.DB = printer{}
	err := relation.Load(context.Background(), postgres.On(db), shelves, books)
	fmt.Println(err)
	// Output:
	// SELECT t.shelf, t.title FROM books AS t WHERE t.shelf = ANY($1) [[2 1]]
	// relation: load books: no server
}

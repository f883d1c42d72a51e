package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/goconcepts/cookbook/patterns/relation"
	"github.com/goconcepts/cookbook/patterns/relation/sqlite"
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

func ExampleOn() {
	file, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()
	file.SetMaxOpenConns(1)
	if _, err := file.Exec(`CREATE TABLE books (id INTEGER PRIMARY KEY, shelf INT, title TEXT);
		INSERT INTO books (shelf, title) VALUES (1, 'Emma'), (2, 'Ulysses')`); err != nil {
		fmt.Println(err)
		return
	}
	var db sqlite.DB = file // a *sql.Tx or *sql.Conn would do
	books := relation.HasMany(
		func(s *shelf) int { return s.ID },
		func(b *book) int { return b.Shelf },
		func(s *shelf, books []book) { s.Books = books },
		relation.From("books", "id", func(r *relation.Row, b *book) {
			r.Column("shelf", &b.Shelf)
			r.Column("title", &b.Title)
		}).By("shelf"))

	shelves := []shelf{{ID: 2}, {ID: 1}}
	err = relation.Load(context.Background(), sqlite.On(db), shelves, books)
	fmt.Println(shelves, err)
	// Output: [{2 [{2 Ulysses}]} {1 [{1 Emma}]}] <nil>
}

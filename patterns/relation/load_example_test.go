package relation_test

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/goconcepts/cookbook/patterns/relation"
	"github.com/goconcepts/cookbook/patterns/relation/sqlite"
)

// What is loaded: plain structs, without tags.
type (
	Author struct {
		ID    int64
		Books []Book
		Desk  *Desk
	}
	Book struct {
		ID, AuthorID int64
		Title        string
		Genres       []Genre
		Author       *Author
	}
	Desk  struct{ ID, AuthorID int64 }
	Genre struct{ Name string }
)

// Where it is loaded from: which column goes into which field.
var (
	authors = relation.From("authors", "id", func(r *relation.Row, a *Author) { r.Column("id", &a.ID) })
	books   = relation.From("books", "id", func(r *relation.Row, b *Book) {
		r.Column("id", &b.ID)
		r.Column("author_id", &b.AuthorID)
		r.Column("title", &b.Title)
	})
	desks = relation.From("desks", "id", func(r *relation.Row, d *Desk) {
		r.Column("id", &d.ID)
		r.Column("author_id", &d.AuthorID)
	})
	genres = relation.From("genres", "id", func(r *relation.Row, g *Genre) { r.Column("name", &g.Name) })
)

// How they are related.
var (
	authorBooks = relation.HasMany(
		func(a *Author) int64 { return a.ID },
		func(b *Book) int64 { return b.AuthorID },
		func(a *Author, books []Book) { a.Books = books },
		books.By("author_id"))
	authorDesk = relation.HasOne(
		func(a *Author) int64 { return a.ID },
		func(d *Desk) int64 { return d.AuthorID },
		func(a *Author, desk *Desk) { a.Desk = desk },
		desks.By("author_id"))
	bookAuthor = relation.BelongsTo(
		func(b *Book) (int64, bool) { return b.AuthorID, true },
		func(a *Author) int64 { return a.ID },
		func(b *Book, author *Author) { b.Author = author },
		authors)
	bookGenres = relation.ManyToMany(
		func(b *Book) int64 { return b.ID },
		func(b *Book, genres []Genre) { b.Genres = genres },
		genres.Through("book_genres", "book_id", "genre_id"))
)

// library opens a database with a few rows.
func library() (*sql.DB, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	_, err = db.Exec(`
		CREATE TABLE authors (id INTEGER PRIMARY KEY);
		CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INT, title TEXT);
		CREATE TABLE desks (id INTEGER PRIMARY KEY, author_id INT);
		CREATE TABLE genres (id INTEGER PRIMARY KEY, name TEXT);
		CREATE TABLE book_genres (book_id INT, genre_id INT);
		INSERT INTO books VALUES (1, 7, 'Emma'), (2, 8, 'Ulysses'), (3, 7, 'Persuasion');
		INSERT INTO authors VALUES (7), (8);
		INSERT INTO desks VALUES (1, 8);
		INSERT INTO genres VALUES (1, 'comedy'), (2, 'epic');
		INSERT INTO book_genres VALUES (1, 1), (2, 2), (2, 1)`)
	return db, err
}

func ExampleLoad() {
	db, err := library()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()

	all := []Author{{ID: 7}, {ID: 8}, {ID: 9}}
	err = relation.Load(context.Background(), sqlite.On(db), all,
		authorBooks.Order("title").Then(bookGenres.Order("name")),
		authorDesk)
	for _, a := range all {
		fmt.Println("author", a.ID, "has a desk:", a.Desk != nil)
		for _, b := range a.Books {
			fmt.Println("  ", b.Title, b.Genres)
		}
	}
	fmt.Println(err)
	// Output:
	// author 7 has a desk: false
	//    Emma [{comedy}]
	//    Persuasion []
	// author 8 has a desk: true
	//    Ulysses [{comedy} {epic}]
	// author 9 has a desk: false
	// <nil>
}

func ExampleRelation_Limit() {
	db, err := library()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()

	all := []Author{{ID: 7}, {ID: 8}}
	err = relation.Load(context.Background(), sqlite.On(db), all, authorBooks.Limit(1, "id DESC"))
	fmt.Println(all[0].Books[0].Title, all[1].Books[0].Title, err)
	// Output: Persuasion Ulysses <nil>
}

func ExampleBelongsTo() {
	db, err := library()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()

	some := []Book{{Title: "Emma", AuthorID: 7}, {Title: "Beowulf", AuthorID: 1000}}
	err = relation.Load(context.Background(), sqlite.On(db), some, bookAuthor)
	fmt.Println(some[0].Author.ID, some[1].Author, err)
	// Output: 7 <nil> <nil>
}

func ExampleHasMany() {
	db, err := library()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()

	// Errors name what is wrong, and leave the parents as they were.
	all := []Author{{ID: 7}}
	err = relation.Load(context.Background(), sqlite.On(db), all, authorBooks.Then(bookAuthor.Then(authorBooks)))
	fmt.Println(err, all[0].Books)
	err = relation.Load(context.Background(), sqlite.On(db), all, authorBooks.Order("price; DROP TABLE books"))
	fmt.Println(err)
	// Output:
	// relation: load: a relation is below itself: books []
	// relation: order of books: "price; DROP TABLE books" is no list of columns, each with ASC or DESC
}

func ExampleHasOne() {
	db, err := library()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()

	all := []Author{{ID: 7}, {ID: 8}}
	err = relation.Load(context.Background(), sqlite.On(db), all, authorDesk)
	fmt.Println(all[0].Desk, *all[1].Desk, err)
	// Output: <nil> {1 8} <nil>
}

func ExampleManyToMany() {
	db, err := library()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()

	some := []Book{{ID: 2}, {ID: 1}}
	err = relation.Load(context.Background(), sqlite.On(db), some, bookGenres.Order("name"))
	fmt.Println(some[0].Genres, some[1].Genres, err)
	// Output: [{comedy} {epic}] [{comedy}] <nil>
}

// counting is a Querier that counts.
type counting struct {
	relation.Querier
	queries int
}

func (c *counting) Query(ctx context.Context, query string, args ...any) (relation.Rows, error) {
	c.queries++
	return c.Querier.Query(ctx, query, args...)
}

func ExampleWith() {
	db, err := library()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()

	for _, s := range []relation.Strategy{relation.Lazy, relation.SelectIn, relation.Bulk} {
		q := &counting{Querier: sqlite.On(db)}
		all := []Author{{ID: 7}, {ID: 8}, {ID: 9}}
		err := relation.Load(context.Background(), relation.With(q, s), all, authorBooks.Then(bookGenres))
		fmt.Println(s, q.queries, len(all[0].Books), err)
	}
	// Output:
	// lazy 6 2 <nil>
	// select-in 2 2 <nil>
	// bulk 2 2 <nil>
}

func ExampleFrom() {
	var books relation.Source[Book] = relation.From("books", "id", func(r *relation.Row, b *Book) {
		r.Column("id", &b.ID)
		r.Column("title", &b.Title)
	})
	// A mistake in a name is an error when it is used, never a query.
	rel := relation.HasMany(
		func(a *Author) int64 { return a.ID },
		func(b *Book) int64 { return b.AuthorID },
		func(a *Author, books []Book) { a.Books = books },
		books.By("author id"))
	fmt.Println(relation.Load(context.Background(), sqlite.On(nil), []Author{{ID: 7}}, rel))
	// Output: relation: from "books": "author id" is no name of a table or column
}

func ExampleRel() {
	db, err := library()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()

	// What a page needs may be decided as it runs.
	wanted := []relation.Rel[Author]{authorBooks}
	if withDesks := true; withDesks {
		wanted = append(wanted, authorDesk)
	}
	all := []Author{{ID: 8}}
	err = relation.Load(context.Background(), sqlite.On(db), all, wanted...)
	fmt.Println(len(all[0].Books), all[0].Desk.ID, err)
	// Output: 1 1 <nil>
}

func ExampleEngine() {
	var e relation.Engine = sqlite.On(nil).Engine()
	fmt.Printf(e.Member+"\n", "t.author_id")
	fmt.Println(e.Strategy)
	// Output:
	// t.author_id IN (SELECT value FROM json_each(?1))
	// bulk
}

func ExampleRows() {
	db, err := library()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()

	var rows relation.Rows
	rows, err = sqlite.On(db).Query(context.Background(), `SELECT title FROM books WHERE id = ?1`, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer rows.Close()
	var title string
	for rows.Next() {
		fmt.Println(rows.Scan(&title))
	}
	fmt.Println(title, rows.Err())
	// Output:
	// <nil>
	// Ulysses <nil>
}

package relation_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/goconcepts/cookbook/patterns/relation"
	"github.com/goconcepts/cookbook/patterns/relation/sqlite"
)

func ExampleBatched() {
	db, err := library()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()

	q := &counting{Querier: sqlite.On(db)}
	booksOf := relation.NewLoader(func(ctx context.Context, ids []int64) (map[int64][]Book, error) {
		return relation.Group(ctx, q, ids, func(b *Book) int64 { return b.AuthorID }, books.By("author_id"))
	})
	// Each author is shown by code that knows of no other.
	show := func(b *relation.Batch, a *Author) error {
		books, err := relation.Get(b, booksOf, a.ID)
		a.Books = books
		return err
	}
	all := []Author{{ID: 7}, {ID: 8}, {ID: 9}}
	err = relation.Batched(context.Background(), func(b *relation.Batch) error {
		for i := range all {
			b.Go(func() error { return show(b, &all[i]) })
		}
		return nil
	})
	fmt.Println(len(all[0].Books), len(all[1].Books), len(all[2].Books), "queries", q.queries, err)
	// Output: 2 1 0 queries 1 <nil>
}

func ExampleGet() {
	names := relation.NewLoader(func(_ context.Context, ids []int) (map[int]string, error) {
		return map[int]string{7: "Jane", 8: "James"}, nil
	})
	_ = relation.Batched(context.Background(), func(b *relation.Batch) error {
		name, err := relation.Get(b, names, 7)
		fmt.Println(name, err)
		_, err = relation.Get(b, names, 9) // fails alone
		fmt.Println(err, errors.Is(err, relation.ErrNotFound))
		return nil
	})
	// Output:
	// Jane <nil>
	// relation: get: key 9: not found true
}

func ExampleNewLoader() {
	squares := relation.NewLoader(func(_ context.Context, keys []int) (map[int]int, error) {
		values := map[int]int{}
		for _, k := range keys {
			values[k] = k * k
		}
		return values, nil
	})
	err := relation.Batched(context.Background(), func(b *relation.Batch) error {
		nine, err := relation.Get(b, squares, 3)
		fmt.Println(nine)
		return err
	})
	fmt.Println(err)
	// Output:
	// 9
	// <nil>
}

func ExampleGroup() {
	db, err := library()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()

	byAuthor, err := relation.Group(context.Background(), sqlite.On(db), []int64{7, 9},
		func(b *Book) int64 { return b.AuthorID }, books.By("author_id"))
	fmt.Println(len(byAuthor[7]), len(byAuthor[9]), len(byAuthor), err)
	// Output: 2 0 2 <nil>
}

package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/goconcepts/cookbook/patterns/shortener/sqlite"
)

func ExampleOpen() {
	dir, err := os.MkdirTemp("", "links")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	store, err := sqlite.Open(context.Background(), filepath.Join(dir, "links.db"))
	if err != nil {
		fmt.Println(err)
		return
	}
	first, err := store.Reserve(context.Background(), 10_000)
	fmt.Println(first, err)
	next, err := store.Reserved(context.Background())
	fmt.Println(next, err)
	fmt.Println(store.Close())
	// Output:
	// 0 <nil>
	// 10000 <nil>
	// <nil>
}

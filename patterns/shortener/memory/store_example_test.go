package memory_test

import (
	"context"
	"fmt"

	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/memory"
)

func ExampleStore() {
	var store memory.Store
	link, err := store.Insert(context.Background(), shortener.Link{Code: "go", URL: "https://go.dev/"})
	fmt.Println(link.Code, err)
	_, err = store.Find(context.Background(), "none")
	fmt.Println(err)
	// Output:
	// go <nil>
	// shortener: no such link
}

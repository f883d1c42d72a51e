package shortener_test

import (
	"context"
	"fmt"

	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/memory"
)

func ExampleService_Counts() {
	ctx := context.Background()
	service, err := shortener.New(&memory.Store{}, shortener.Config{Key: []byte("sixteen bytes or more")})
	if err != nil {
		fmt.Println(err)
		return
	}
	link, err := service.Shorten(ctx, shortener.Order{URL: "https://go.dev"})
	fmt.Println(err)
	for range 2 {
		if _, err := service.Resolve(ctx, link.Code); err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println("asked the store:", service.Counts().CacheMisses, "waiting:", service.Counts().HitsWaiting)
	fmt.Println(service.Shutdown(ctx), service.Counts().HitsWaiting)
	// Output:
	// <nil>
	// asked the store: 1 waiting: 2
	// <nil> 0
}

func ExampleCounts() {
	counts := shortener.Counts{CacheHits: 90, CacheMisses: 10}
	fmt.Println(counts.CacheHits*100/(counts.CacheHits+counts.CacheMisses), "% from the cache")
	// Output: 90 % from the cache
}

package shortener_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/goconcepts/cookbook/patterns/shortcode"
	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/memory"
)

func ExampleNew() {
	ctx := context.Background()
	service, err := shortener.New(&memory.Store{}, shortener.Config{Key: []byte("sixteen bytes or more")})
	if err != nil {
		fmt.Println(err)
		return
	}
	link, err := service.Shorten(ctx, shortener.Order{URL: "https://Go.dev:443", Alias: "go"})
	fmt.Println(link.Code, err)
	link, err = service.Shorten(ctx, shortener.Order{URL: "https://Go.dev:443"})
	fmt.Println(len(link.Code), link.URL, err)
	found, err := service.Resolve(ctx, link.Code)
	fmt.Println(found.URL, err)
	fmt.Println(service.Shutdown(ctx))
	stats, err := service.Stats(ctx, link.Code)
	fmt.Println(stats.Hits, err)
	// Output:
	//  shortener: alias refused: it must have 3 to 32 characters
	// 7 https://go.dev/ <nil>
	// https://go.dev/ <nil>
	// <nil>
	// 1 <nil>
}

func ExampleNormalize() {
	for _, raw := range []string{"HTTP://Bücher.example:80", "javascript:alert(1)"} {
		url, err := shortener.Normalize(raw)
		fmt.Printf("%q %v\n", url, err)
	}
	// Output:
	// "http://xn--bcher-kva.example/" <nil>
	// "" shortener: url refused: it must begin with http:// or https://
}

func ExampleRefusedError() {
	_, err := shortener.Normalize("http://user:password@host/")
	if refused, ok := errors.AsType[*shortener.RefusedError](err); ok {
		fmt.Println(refused.Field, "must", refused.Rule)
	}
	// Output: url must have no user and password
}

func ExampleHash() {
	// Two services that share nothing give a URL the same code.
	for range 2 {
		service, err := shortener.New(&memory.Store{}, shortener.Config{Key: []byte("sixteen bytes or more"), Strategy: shortener.Hash})
		if err != nil {
			fmt.Println(err)
			return
		}
		link, err := service.Shorten(context.Background(), shortener.Order{URL: "https://go.dev"})
		fmt.Println(link.Code, err)
	}
	// Output:
	// NP7pA8o <nil>
	// NP7pA8o <nil>
}

func ExampleCounter() {
	service, err := shortener.New(&memory.Store{}, shortener.Config{Key: []byte("sixteen bytes or more"), Strategy: shortener.Counter})
	if err != nil {
		fmt.Println(err)
		return
	}
	a, errA := service.Shorten(context.Background(), shortener.Order{URL: "https://go.dev"})
	b, errB := service.Shorten(context.Background(), shortener.Order{URL: "https://go.dev/doc"})
	fmt.Println(a.Code != b.Code, errA, errB)
	// Output: true <nil> <nil>
}

func ExampleService_Handler() {
	service, err := shortener.New(&memory.Store{}, shortener.Config{Key: []byte("sixteen bytes or more")})
	if err != nil {
		fmt.Println(err)
		return
	}
	handler := service.Handler() // for http.Server
	r := httptest.NewRequest(http.MethodPost, "/api/links", strings.NewReader(`{"url":"https://go.dev","alias":"golang"}`))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	fmt.Println(w.Code, w.Header().Get("Location"))

	w = httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/golang", nil))
	fmt.Println(w.Code, w.Header().Get("Location"), service.Shutdown(context.Background()))
	// Output:
	// 201 /golang
	// 302 https://go.dev/ <nil>
}

func ExampleStrategy() {
	for _, c := range []struct {
		name string
		make func(shortener.Store, *shortcode.Cipher) shortener.Strategy
	}{{"counter", shortener.Counter}, {"hash", shortener.Hash}} {
		service, err := shortener.New(&memory.Store{}, shortener.Config{Key: []byte("sixteen bytes or more"), Strategy: c.make})
		if err != nil {
			fmt.Println(err)
			return
		}
		link, err := service.Shorten(context.Background(), shortener.Order{URL: "https://go.dev"})
		fmt.Println(c.name, len(link.Code), err)
	}
	// Output:
	// counter 7 <nil>
	// hash 7 <nil>
}

func ExampleDay() {
	ctx := context.Background()
	service, err := shortener.New(&memory.Store{}, shortener.Config{Key: []byte("sixteen bytes or more")})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, errShorten := service.Shorten(ctx, shortener.Order{URL: "https://go.dev", Alias: "golang"})
	_, errResolve := service.Resolve(ctx, "golang")
	days, err := service.History(ctx, "golang", 3)
	for _, day := range days {
		fmt.Println(day.Hits)
	}
	fmt.Println(errShorten, errResolve, err)
	// Output:
	// 0
	// 0
	// 1
	// <nil> <nil> <nil>
}

func ExampleBatch() {
	var store memory.Store
	ctx := context.Background()
	_, err := store.Insert(ctx, shortener.Link{Code: "go", URL: "https://go.dev/"})
	day := time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC)
	batch := shortener.Batch{Writer: "machine 7", Number: 1, Day: day, Hits: map[string]uint64{"go": 3}}
	first := store.AddHits(ctx, batch)
	again := store.AddHits(ctx, batch) // the first answer was lost, say
	link, errFind := store.Find(ctx, "go")
	fmt.Println(link.Hits, err, first, again, errFind)
	// Output: 3 <nil> <nil> <nil> <nil>
}

package postgres_test

import (
	"context"
	"fmt"

	"github.com/goconcepts/cookbook/patterns/shortener/postgres"
)

func ExampleOpen() {
	// With a server: postgres://app@db/shortener?pool_max_conns=20
	_, err := postgres.Open(context.Background(), "postgres://app:secret@db/shortener?sslmode=maybe")
	fmt.Println(err)
	// Output: postgres: open: cannot parse `postgres://app:xxxxx@db/shortener?sslmode=maybe`: failed to configure TLS (sslmode is invalid)
}

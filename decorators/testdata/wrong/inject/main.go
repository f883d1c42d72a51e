// want: compile "too many arguments"
// The key is injected; a caller that passes one anyway is not compiled.
package main

import (
	"context"
	"fmt"

	"github.com/goconcepts/cookbook/decorators"
)

func fetch(_ context.Context, key, path string) (string, error) { return key + path, nil }

func main() {
	get := decorators.Inject("api-key", fetch)
	fmt.Println(get(context.Background(), "my own key", "/users"))
}

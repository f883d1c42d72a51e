package token_test

import (
	"fmt"

	"github.com/goconcepts/cookbook/security/token"
)

func ExampleRandom() {
	fmt.Println(len(token.Random()))
	// Output: 43
}

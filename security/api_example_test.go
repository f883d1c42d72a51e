package security_test

import (
	"fmt"

	"github.com/goconcepts/cookbook/security"
)

func ExampleSecret() {
	config := struct {
		User     string
		Password security.Secret[string]
	}{"ada", security.NewSecret("hunter2")}
	fmt.Printf("%+v\n", config)
	// Output: {User:ada Password:[REDACTED]}
}

func ExampleNewSecret() {
	key := security.NewSecret([]byte("key"))
	fmt.Printf("%x %v\n", key, key)
	// Output: [REDACTED] [REDACTED]
}

func ExampleSecret_Reveal() {
	password := security.NewSecret("hunter2")
	fmt.Println(password, len(password.Reveal()))
	// Output: [REDACTED] 7
}

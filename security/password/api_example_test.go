package password_test

import (
	"context"
	"fmt"

	"github.com/goconcepts/cookbook/security/password"
)

func ExampleNew() {
	_, err := password.New(password.Config{Params: password.Params{Cost: 99}})
	fmt.Println(err)
	// Output: password: Config.Params.Cost is 99, want 4 to 31
}

// A pepper is replaced by adding a key and naming it; hashes of the old one are upgraded.
func ExampleConfig() {
	_, err := password.New(password.Config{
		Peppers: map[string][]byte{"2025": []byte("0123456789abcdef"), "2026": []byte("fedcba9876543210")},
		Pepper:  "2026",
	})
	fmt.Println(err)
	// Output: <nil>
}

func ExampleParams() {
	_, err := password.New(password.Config{
		Params: password.Params{Memory: 46 << 10, Time: 1},
		Max:    password.Params{Memory: 19 << 10},
	})
	fmt.Println(err)
	// Output: password: Config.Max.Memory is 19456, want 47104 (that of Config.Params) or more
}

func ExampleAlgorithm() {
	h, err := password.New(password.Config{Algorithm: password.Bcrypt, Params: password.Params{Cost: 4}})
	if err != nil {
		fmt.Println(err)
		return
	}
	hash, err := h.Hash(context.Background(), "correct horse")
	fmt.Println(hash[:7], err)
	// Output: $2a$04$ <nil>
}

func ExampleHasher() {
	ctx := context.Background()
	h, err := password.New(password.Config{Params: password.Params{Memory: 64, Time: 1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	users := map[string]string{}
	users["ada"], _ = h.Hash(ctx, "correct horse")
	login := func(name, given string) error {
		hash, ok := users[name]
		if !ok {
			return h.VerifyMissing(ctx, given)
		}
		upgraded, err := h.Verify(ctx, given, hash)
		if upgraded != "" {
			users[name] = upgraded
		}
		return err
	}
	fmt.Println(login("ada", "correct horse"), login("ada", "guess"), login("bob", "guess"))
	// Output: <nil> password: mismatch password: mismatch
}

func ExampleHasher_Hash() {
	h, err := password.New(password.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = h.Hash(context.Background(), "")
	fmt.Println(err)
	// Output: password: refused: it is empty
}

func ExampleHasher_Verify() {
	h, err := password.New(password.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = h.Verify(context.Background(), "", "")
	fmt.Println(err)
	// Output: password: stored hash refused: no argon2id hash of version 19
}

func ExampleHasher_VerifyMissing() {
	h, err := password.New(password.Config{Params: password.Params{Memory: 64, Time: 1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(h.VerifyMissing(context.Background(), "guess"))
	// Output: password: mismatch
}

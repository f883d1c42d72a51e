package decorators

import (
	"fmt"

	"github.com/go-playground/validator/v10"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/decorators/validate"
)

// user has the same rules in the words of both libraries.
type user struct {
	Age   int    `validate:"gte=0,lte=120"`
	Email string `validate:"email"`
}

type ourUser struct {
	Age   int    `validate:"between=0..120"`
	Email string `validate:"email"`
}

const address = "ada.lovelace@example.org"

func tagsJob() harness.Job {
	return harness.Job{Name: "age and e-mail by struct tags, valid", Unit: "struct", Contestants: []harness.Contestant{
		{Library: harness.Ours, Start: checking(
			func(age int, mail string) error { return validate.Struct(&ourUser{age, mail}) },
			func() func() error { u := &ourUser{36, address}; return func() error { return validate.Struct(u) } }())},
		{Library: "github.com/go-playground/validator/v10", Start: func() (func(int), func(), error) {
			v := validator.New(validator.WithRequiredStructEnabled())
			u := &user{36, address}
			return checking(func(age int, mail string) error { return v.Struct(&user{age, mail}) }, func() error { return v.Struct(u) })()
		}},
	}}
}

func attributeJob() harness.Job {
	age, mail := validate.NewAttr("age", validate.Between(0, 120)), validate.NewAttr("email", validate.Email())
	set := func(a int, m string) error {
		if err := age.Set(a); err != nil {
			return err
		}
		return mail.Set(m)
	}
	return harness.Job{Name: "age and e-mail set as attributes, valid", Unit: "pair", Contestants: []harness.Contestant{
		{Library: harness.Ours, Start: checking(set, func() error { return set(36, address) })},
	}}
}

// checking checks that wrong values are refused and the right ones not.
func checking(check func(int, string) error, valid func() error) func() (func(int), func(), error) {
	return func() (func(int), func(), error) {
		if check(121, address) == nil || check(36, "nobody") == nil || check(36, address) != nil || valid() != nil {
			return nil, nil, fmt.Errorf("121: %v, nobody: %v, valid: %v", check(121, address), check(36, "nobody"), valid())
		}
		return func(n int) {
			for range n {
				_ = valid()
			}
		}, nil, nil
	}
}

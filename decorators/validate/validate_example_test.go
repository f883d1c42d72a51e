package validate_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/goconcepts/cookbook/decorators/validate"
)

func ExampleStruct() {
	type address struct {
		City string `validate:"required"`
	}
	type user struct {
		Name  string `validate:"length=1..80"`
		Age   int    `validate:"between=0..120"`
		Email string `validate:"email"`
		Role  string `validate:"oneof=reader writer"`
		Home  address
	}
	err := validate.Struct(&user{Name: "Ada", Age: 121, Email: "@", Role: "admin"})
	fmt.Println(err)
	first, _ := errors.AsType[*validate.Error](err)
	fmt.Println("first:", first.Field)

	fmt.Println(validate.Struct(&user{"Ada", 36, "ada@example.org", "writer", address{"London"}}))
	// Output:
	// validate: Age: int is not in 0..120
	// validate: Email: string is not an e-mail address
	// validate: Role: string is not one of [reader writer]
	// validate: Home.City: string is not set
	// first: Age
	// <nil>
}

func ExampleNewAttr() {
	age := validate.NewAttr("age", validate.Between(0, 120))
	fmt.Println(age.Set(36), age.Set(121))
	fmt.Println(age.Get())
	// Output:
	// <nil> validate: age: int is not in 0..120
	// 36 <nil>
}

func ExampleAttr_Get() {
	var zero validate.Attr[int] // no rules: it takes nothing
	_, err := zero.Get()
	fmt.Println(errors.Is(err, validate.ErrUnset), zero.Set(1))
	// Output: true validate: attribute: int is not allowed: no rule
}

func ExampleRule() {
	even := validate.Check("even", func(n int) bool { return n%2 == 0 })
	fmt.Println(even.Valid(2), even.Valid(3), even)
	// Output: true false even
}

func ExampleBetween() {
	fmt.Println(validate.Between(0, 120).Valid(120), validate.Between(0.0, 1.0).Valid(1.01), validate.Between("a", "m").Valid("go"))
	// Output: true false true
}

func ExampleLength() {
	name := validate.Length(1, 4)
	fmt.Println(name.Valid("żółw"), name.Valid(""), name.Valid("gopher"))
	// Output: true false false
}

func ExampleOneOf() {
	color := validate.OneOf("red", "green")
	fmt.Println(color.Valid("red"), color.Valid("blue"), color)
	// Output: true false one of [red green]
}

func ExampleMatch() {
	plate := validate.Match(regexp.MustCompile(`^[A-Z]{2} \d{4}$`))
	fmt.Println(plate.Valid("AB 1234"), plate.Valid(" AB 1234"))
	// Output: true false
}

func ExampleEmail() {
	email := validate.Email()
	for _, s := range []string{"ada@example.org", "ada@localhost", "@", "ada@-example.org", "ada@" + strings.Repeat("a", 64)} {
		fmt.Print(email.Valid(s), " ")
	}
	fmt.Println()
	// Output: true true false false false
}

func ExampleCheck() {
	trimmed := validate.Check("trimmed", func(s string) bool { return s == strings.TrimSpace(s) })
	name := validate.NewAttr("name", validate.Length(1, 20), trimmed)
	fmt.Println(name.Set(" Ada"))
	// Output: validate: name: string is not trimmed
}

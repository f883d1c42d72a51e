package validate_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/goconcepts/cookbook/decorators/validate"
)

type profileAttr struct {
	age   validate.Attr[int]
	email validate.Attr[string]
}

// newProfileAttr is the only place that knows the rules.
func newProfileAttr() *profileAttr {
	return &profileAttr{
		age:   validate.NewAttr("age", validate.Between(0, 120)),
		email: validate.NewAttr("email", validate.Email()),
	}
}

// A validated attribute
//
// A generic type whose value is unexported: from another package it can be
// written only by Set, which asks the rules, and read only by Get, which says
// when nothing was set. What a descriptor does by intercepting an assignment, Go
// does by leaving no assignment to intercept.
//
// Follow-ups:
//   - And JSON? The type has UnmarshalJSON, which ends in Set, so decoded data meet the same rules.
//   - What does the error say? Field, type of the value and rule; not the value, which may be a password.
//   - When is a plain type better? When a value is made once and never changed: a constructor that checks, and no setter.
//
// Pitfalls:
//   - Inside the declaring package everything is open: keep the type in a package of its own.
//   - An exported field of the attribute's type can be replaced as a whole: keep the field unexported.
//   - A zero value that looks valid: age 0 and "no age" must differ.
//
// Trade-offs: A setter for each attribute suits what is edited piece by piece; what arrives as a
// whole is better checked as a whole, by struct tags or in a constructor.
//
// From Python: The Python original stores _validated_age in the same object, so anyone can assign it past
// the check. Reading an unset one raises an AttributeError about that hidden name; "@" alone is
// an e-mail address to it, True an age; and its ValueError does not say which field.
//
// Level: mid. Tags: generics, encapsulation, validation. Since: go1.18. See: decorators/validate/tags, [encoding/json.Unmarshaler].
func Example_attribute() {
	p := newProfileAttr()
	_, err := p.age.Get()
	fmt.Println(err, errors.Is(err, validate.ErrUnset))

	fmt.Println(p.age.Set(121))
	fmt.Println(p.email.Set("@"))
	fmt.Println(p.age.Set(36), p.email.Set("ada@example.org"))
	fmt.Println(p.age.Get())

	// JSON goes the same way, and a refused value leaves the old one.
	err = json.Unmarshal([]byte(`-1`), &p.age)
	fmt.Println(err, errors.Is(err, validate.ErrInvalid))
	fmt.Println(p.age.Get())
	// Output:
	// validate: not set: age true
	// validate: age: int is not in 0..120
	// validate: email: string is not an e-mail address
	// <nil> <nil>
	// 36 <nil>
	// validate: age: int is not in 0..120 true
	// 36 <nil>
}

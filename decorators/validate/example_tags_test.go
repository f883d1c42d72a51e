package validate_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
)

// tagRules are the rules that a tag may name.
var tagRules = map[string]func(reflect.Value) bool{
	"age": func(v reflect.Value) bool { return v.CanInt() && 0 <= v.Int() && v.Int() <= 120 },
	"email": func(v reflect.Value) bool {
		name, host, ok := strings.Cut(v.String(), "@")
		return ok && name != "" && host != ""
	},
}

// tagPlan is what the tags of one type say: the fields that have a rule, in order.
type tagPlan []struct {
	index int
	name  string
	rule  func(reflect.Value) bool // nil: there is no rule of that name
}

// tagChecker builds the plan of a type when it first sees one.
type tagChecker struct {
	mu    sync.Mutex
	plans map[reflect.Type]tagPlan
	built int
}

func (c *tagChecker) plan(t reflect.Type) tagPlan {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p, ok := c.plans[t]; ok {
		return p
	}
	c.built++
	var p tagPlan
	for i := range t.NumField() {
		if name, ok := t.Field(i).Tag.Lookup("check"); ok {
			p = append(p, struct {
				index int
				name  string
				rule  func(reflect.Value) bool
			}{i, t.Field(i).Name, tagRules[name]})
		}
	}
	c.plans[t] = p
	return p
}

func (c *tagChecker) check(s any) error {
	v := reflect.ValueOf(s)
	var broken []error
	for _, field := range c.plan(v.Type()) {
		switch {
		case field.rule == nil:
			broken = append(broken, fmt.Errorf("%s: unknown rule", field.name))
		case !field.rule(v.Field(field.index)):
			broken = append(broken, fmt.Errorf("%s: invalid", field.name))
		}
	}
	return errors.Join(broken...)
}

// The descriptor as struct tags
//
// A struct tag is a string that the compiler keeps and reflection reads. Read the
// tags once for a type into a plan, a list of field numbers and rules, keep the
// plan under its reflect.Type, and check values by it. All broken rules are
// joined, in the order of the fields, so a form shows them at once.
//
// Follow-ups:
//   - What does the production version add? validate.Struct: ranges, lengths, nested structs with paths, typed errors, and an error for a tag it cannot read.
//   - Why a plan? Parsing tags costs microseconds; a plan costs a lookup and a call a rule.
//   - When is a bad tag found? At the first use of the type: check a zero value in a test. go vet checks only the tag's form.
//
// Pitfalls:
//   - Tags are not checked by the compiler: a misspelt rule that is skipped is a rule that is not there. Make it an error.
//   - Reflection cannot set, nor take out with Interface, an unexported field.
//
// Trade-offs: Tags keep rules beside the fields and away from the code, at the price of a little
// language in strings. Rules across fields (end after begin) belong in a method.
//
// From Python: A descriptor runs at each assignment; pydantic reads annotations when the class is
// made, which is the plan built once. Go checks when you ask, so a struct between two checks may be invalid.
//
// Level: senior. Tags: reflection, tags, validation. Since: go1.22. See: decorators/validate/attribute, [reflect.StructTag].
func Example_tags() {
	type user struct {
		Age   int `check:"age"`
		Name  string
		Email string `check:"email"`
	}
	checker := tagChecker{plans: map[reflect.Type]tagPlan{}}
	for _, u := range []user{{36, "Ada", "ada@example.org"}, {121, "Eve", "@"}, {7, "Bob", ""}} {
		fmt.Printf("%s: %q\n", u.Name, fmt.Sprint(checker.check(u)))
	}
	fmt.Println("plans built:", checker.built)

	type misspelt struct {
		Age int `check:"aeg"`
	}
	fmt.Println(checker.check(misspelt{36}))
	// Output:
	// Ada: "<nil>"
	// Eve: "Age: invalid\nEmail: invalid"
	// Bob: "Email: invalid"
	// plans built: 1
	// Age: unknown rule
}

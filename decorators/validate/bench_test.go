package validate_test

import (
	"reflect"
	"testing"

	"github.com/goconcepts/cookbook/decorators/validate"
)

func BenchmarkAttr(b *testing.B) {
	age, mail := validate.NewAttr("age", validate.Between(0, 120)), validate.NewAttr("mail", validate.Email())
	b.ReportAllocs()
	for b.Loop() {
		_ = age.Set(36)
		_ = mail.Set("ada@example.org")
	}
}

func BenchmarkTagsByHand(b *testing.B) {
	type user struct {
		Age   int    `check:"age"`
		Email string `check:"email"`
	}
	checker := tagChecker{plans: map[reflect.Type]tagPlan{}}
	u := user{36, "ada@example.org"}
	b.ReportAllocs()
	for b.Loop() {
		_ = checker.check(u)
	}
}

func BenchmarkStruct(b *testing.B) {
	type user struct {
		Age   int    `validate:"between=0..120"`
		Email string `validate:"email"`
	}
	u := &user{36, "ada@example.org"}
	b.ReportAllocs()
	for b.Loop() {
		_ = validate.Struct(u)
	}
}

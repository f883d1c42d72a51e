package validate

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"
)

// Rule is a test that a value passes or not, with the words for an error: "in
// 0..120". The zero Rule refuses every value. A Rule is safe for concurrent use
// if its test is.
type Rule[T any] struct {
	words string
	ok    func(T) bool
}

// Check returns a rule of your own. The words complete "is not ...".
func Check[T any](words string, ok func(T) bool) Rule[T] { return Rule[T]{words, ok} }

// Valid reports whether v passes.
func (r Rule[T]) Valid(v T) bool { return r.ok != nil && r.ok(v) }

// String returns the rule's words.
func (r Rule[T]) String() string {
	if r.ok == nil {
		return "allowed: no rule"
	}
	return r.words
}

// Between allows low to high, both included. A NaN is never inside.
func Between[T cmp.Ordered](low, high T) Rule[T] {
	return Check(fmt.Sprintf("in %v..%v", low, high), func(v T) bool { return low <= v && v <= high })
}

// Length allows strings of low to high characters (runes; an invalid byte counts as one).
func Length(low, high int) Rule[string] {
	return Check(fmt.Sprintf("of length %d..%d", low, high), func(s string) bool {
		if len(s) < low || len(s)/4 > high { // bytes alone decide: a character has one to four
			return false
		}
		n := utf8.RuneCountInString(s)
		return low <= n && n <= high
	})
}

// OneOf allows the values given, which are copied.
func OneOf[T comparable](values ...T) Rule[T] {
	values = slices.Clone(values)
	return Check(fmt.Sprintf("one of %v", values), func(v T) bool { return slices.Contains(values, v) })
}

// Match allows strings in which the expression matches; anchor it with ^ and $
// to match the whole. Time is linear in the string's length. It panics if
// expression is nil.
func Match(expression *regexp.Regexp) Rule[string] {
	if expression == nil {
		panic("validate: Match: nil expression")
	}
	return Check("a match of "+expression.String(), expression.MatchString)
}

// Email allows what the HTML standard calls a valid e-mail address, which is what
// browsers check in <input type=email>: simpler than RFC 5322, with no comments,
// quotes or addresses by number. Whether the mailbox exists only a message can tell.
//
// Source: HTML Living Standard, 4.10.5.1.5.
func Email() Rule[string] { return Check("an e-mail address", isEmail) }

package safesql

import (
	"bytes"
	"fmt"
	"strings"
)

type val struct{ value any }

// Val returns an argument that the driver sends apart from the text, where it can be
// nothing but a value. What types it may have is the driver's matter.
func Val(value any) Arg { return val{value} }

func (v val) appendTo(b *builder) error {
	b.add(v.value)
	return nil
}

type in[T any] struct{ values []T }

// In returns a list for "IN ?" or "NOT IN ?", one placeholder for each value. The empty
// list is allowed and means what it says in every dialect: nothing is in it, and
// everything is not. A nil among the values is an [ErrValues], for "NOT IN (1, NULL)"
// is never true. More values than the driver takes are an ErrValues too: split them,
// or join with a temporary table. The values are read when the query is built.
func In[T any](values []T) Arg { return in[T]{values} }

func (list in[T]) appendTo(b *builder) error {
	text := bytes.TrimRight(b.text, " \t\r\n")
	if !endsWithWord(text, "IN") {
		return fmt.Errorf("%w: In stands for the list of IN ? or NOT IN ?", ErrQuery)
	}
	if len(list.values) == 0 {
		b.appendEmptyList(text)
		return nil
	}
	if limit := b.dialect.maxValues(); len(list.values) > limit-len(b.values) {
		return fmt.Errorf("%w: %d values, %s takes %d", ErrValues, len(b.values)+len(list.values), b.dialect, limit)
	}
	b.text = append(b.text, '(')
	for i, v := range list.values {
		value := any(v)
		if value == nil {
			return fmt.Errorf("%w: value %d of the list is nil", ErrValues, i)
		}
		if i > 0 {
			b.text = append(b.text, ',', ' ')
		}
		b.add(value)
	}
	b.text = append(b.text, ')')
	return nil
}

// appendEmptyList ends text, which ends with IN or NOT IN, with a list of nothing.
// SQLite has one; in MySQL it is a query without rows; PostgreSQL would give that a type
// and has empty arrays instead, with operators of their own.
func (b *builder) appendEmptyList(text []byte) {
	switch b.dialect {
	case MySQL:
		b.text = append(b.text, "(SELECT NULL FROM DUAL WHERE FALSE)"...)
	case PostgreSQL:
		text = bytes.TrimRight(text[:len(text)-len("IN")], " \t\r\n")
		if endsWithWord(text, "NOT") {
			b.text = append(text[:len(text)-len("NOT")], "<> ALL ('{}')"...)
			return
		}
		b.text = append(text, " = ANY ('{}')"...)
	default:
		b.text = append(b.text, "()"...)
	}
}

// endsWithWord reports whether text ends with the upper-case word, in any case, after
// a character that is no part of a word.
func endsWithWord(text []byte, word string) bool {
	n := len(text) - len(word)
	return n > 0 && strings.EqualFold(string(text[n:]), word) && !isWordByte(text[n-1])
}

func isWordByte(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}

type like struct {
	literal string
	prefix  bool
}

// Contains returns a pattern for "LIKE ?" that matches what contains s, with its ESCAPE
// clause: '%', '_' and the escape character of s match themselves. The empty s matches
// everything but NULL. Whether upper and lower case differ is the database's matter.
func Contains(s string) Arg { return like{literal: s} }

// Prefix is like Contains for what begins with s. An index may serve such a search.
func Prefix(s string) Arg { return like{literal: s, prefix: true} }

// The escape character is no backslash, which MySQL would read as one within a literal.
const escapeClause = " ESCAPE '!'"

func (l like) appendTo(b *builder) error {
	special := 0
	for i := range len(l.literal) {
		switch l.literal[i] {
		case '%', '_', '!':
			special++
		}
	}
	pattern := make([]byte, 0, len(l.literal)+special+2)
	if !l.prefix {
		pattern = append(pattern, '%')
	}
	for i := range len(l.literal) {
		c := l.literal[i]
		if c == '%' || c == '_' || c == '!' {
			pattern = append(pattern, '!')
		}
		pattern = append(pattern, c)
	}
	b.add(string(append(pattern, '%')))
	b.text = append(b.text, escapeClause...)
	return nil
}

package safesql

import "fmt"

// NameList is an allow-list of identifiers, made by [Names]. It is immutable and may be
// used by several goroutines. The zero NameList allows nothing.
type NameList struct{ names []constant }

// Names returns the identifiers that a user may choose among: columns to sort by, tables
// of a report. Each is a constant name or a dotted path of names, such as "u.created_at".
// Quoting what a user sent is no defence: SQLite takes an unknown quoted identifier for a
// string, and a known one may be a column that he should not see the order of.
//
// Names panics if one of them is no identifier: that is a mistake in the program.
func Names(allowed ...constant) NameList {
	for i, name := range allowed {
		if !isIdentifier(name) {
			panic(fmt.Sprintf("safesql: Names: entry %d is no identifier", i+1))
		}
	}
	return NameList{allowed}
}

// isIdentifier accepts names of ASCII letters, digits and '_', joined by dots.
func isIdentifier(name constant) bool {
	start := true
	for i := range len(name) {
		c := name[i]
		digit := c >= '0' && c <= '9'
		switch {
		case c == '.' && !start:
			start = true
		case c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' || digit && !start:
			start = false
		default:
			return false
		}
	}
	return !start
}

type name struct {
	text   constant // "" if it was not in a list.
	suffix constant
}

// Name returns the identifier of the list that equals s, letter by letter. If there is
// none, building the query is an [ErrName]; the error does not repeat s.
func (l NameList) Name(s string) Arg { return l.find(s, "") }

// Asc is like Name, for ORDER BY in ascending order.
func (l NameList) Asc(s string) Arg { return l.find(s, " ASC") }

// Desc is like Name, for ORDER BY in descending order.
func (l NameList) Desc(s string) Arg { return l.find(s, " DESC") }

func (l NameList) find(s string, suffix constant) Arg {
	for _, n := range l.names {
		if string(n) == s {
			return name{n, suffix}
		}
	}
	return name{}
}

func (n name) appendTo(b *builder) error {
	if n.text == "" {
		return ErrName
	}
	b.text = append(append(b.text, n.text...), n.suffix...)
	return nil
}

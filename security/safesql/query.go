package safesql

import (
	"embed"
	"errors"
	"fmt"
	"strings"
)

// The errors of building a query. They say which argument was refused, never what
// was in it.
var (
	// ErrQuery is a query that is wrong by itself: the zero Query, more or fewer
	// arguments than question marks, an In that does not follow IN, no such file.
	ErrQuery = errors.New("safesql: malformed query")
	// ErrName is a name that is not in the allow-list.
	ErrName = errors.New("safesql: name not allowed")
	// ErrValues is more values than the driver takes in one query, or a NULL in a list.
	ErrValues = errors.New("safesql: values refused")
)

// constant is the type of a query's text. Only untyped constants convert to it
// outside of this package.
type constant string

// Query is the constant text of a query with its arguments. The zero Query is an
// error to build and to run. A Query is immutable, may be copied, and is an [Arg]
// of another query, where its text stands in place of the question mark.
type Query struct {
	text constant
	args []Arg
	err  error
}

// Arg is what a question mark of a query's text stands for. Values of this type come
// from Val, In, Contains, Prefix, the methods of Names, and SQL.
type Arg interface {
	// appendTo writes the argument's text and values.
	appendTo(*builder) error
}

// SQL returns a query of a constant text and one argument for each of its question
// marks; "??" is a question mark of the database's own. Question marks count
// everywhere, in literals and comments too. Mistakes are reported when the query
// is built, before the database is asked. It allocates nothing but the arguments.
func SQL(text constant, args ...Arg) Query { return Query{text: text, args: args} }

// FromFS returns the query whose text is the named file of an embedded file system:
// such a text was fixed when the program was built, as a constant is. A missing or
// empty file is an [ErrQuery] when the query is built.
func FromFS(files embed.FS, name constant, args ...Arg) Query {
	text, err := files.ReadFile(string(name))
	if err != nil {
		return Query{err: fmt.Errorf("%w: %w", ErrQuery, err)}
	}
	return Query{text: constant(text), args: args}
}

// Build returns the text with the placeholders of d, and the values for them in order.
// The time is linear in the length of the text and the number of values.
func (q Query) Build(d Dialect) (string, []any, error) {
	if !d.valid() {
		return "", nil, fmt.Errorf("%w: dialect %d is none of SQLite, PostgreSQL, MySQL", ErrQuery, d)
	}
	b := builder{dialect: d}
	b.text = make([]byte, 0, len(q.text)+16*len(q.args)+32)
	b.values = make([]any, 0, 2*len(q.args)+8)
	if err := q.appendTo(&b); err != nil {
		return "", nil, err
	}
	if limit := d.maxValues(); len(b.values) > limit {
		return "", nil, fmt.Errorf("%w: %d values, %s takes %d", ErrValues, len(b.values), d, limit)
	}
	return string(b.text), b.values, nil
}

func (q Query) appendTo(b *builder) error {
	if q.err != nil {
		return q.err
	}
	if q.text == "" {
		return fmt.Errorf("%w: the text is empty", ErrQuery)
	}
	if b.depth++; b.depth > maxNesting {
		return fmt.Errorf("%w: nested deeper than %d", ErrQuery, maxNesting)
	}
	used, rest := 0, string(q.text)
	for {
		before, after, found := strings.Cut(rest, "?")
		b.text = append(b.text, before...)
		if !found {
			break
		}
		rest = after
		if strings.HasPrefix(rest, "?") {
			b.text, rest = append(b.text, '?'), rest[1:]
			continue
		}
		if used == len(q.args) {
			return fmt.Errorf("%w: more question marks than the %d arguments", ErrQuery, used)
		}
		arg := q.args[used]
		used++
		if arg == nil {
			return fmt.Errorf("%w: argument %d is nil", ErrQuery, used)
		}
		if err := arg.appendTo(b); err != nil {
			return fmt.Errorf("%w: argument %d", err, used)
		}
	}
	if used != len(q.args) {
		return fmt.Errorf("%w: %d question marks for %d arguments", ErrQuery, used, len(q.args))
	}
	b.depth--
	return nil
}

// maxNesting bounds queries within queries.
const maxNesting = 100

// builder collects the text and the values of a query.
type builder struct {
	dialect Dialect
	text    []byte
	values  []any
	depth   int
}

// add appends a placeholder and its value.
func (b *builder) add(value any) {
	b.values = append(b.values, value)
	b.text = b.dialect.appendPlaceholder(b.text, len(b.values))
}

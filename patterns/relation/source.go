package relation

import (
	"errors"
	"fmt"
	"slices"
)

// A Source says where rows of type C are, how one is read, and by which column they
// are found. It is a value that never changes: make it once, use it everywhere and
// from several goroutines.
type Source[C any] struct {
	table   string
	primary string
	key     string // the column compared with the parents' keys
	join    *join  // the table between, of a many-to-many relation
	columns []string
	bind    func(*Row, *C)
	err     error
}

// join is the table of a many-to-many relation.
type join struct{ table, parent, child string }

// From describes the rows of a table or view: its primary key, by which rows are found
// until [Source.By] names another column, and a function that says which columns are
// wanted and where each goes:
//
//	posts := relation.From("posts", "id", func(r *relation.Row, p *Post) {
//		r.Column("id", &p.ID)
//		r.Column("user_id", &p.UserID)
//		r.Column("title", &p.Title)
//	})
//
// bind is called once here and once for each row, with the same columns in the same order
// each time; it only says where values go, they are there when the row has been read. Any
// destination that the engine's Scan takes will do; *int64, *int, *string, *float64 and *bool
// are the fast ones.
//
// Names are those of SQL: letters, digits, underscores, a schema and a dot before a table, or in
// double quotes what is none of these. A name that is not is an error of [Load].
func From[C any](table, primaryKey string, bind func(*Row, *C)) Source[C] {
	s := Source[C]{table: table, primary: primaryKey, key: primaryKey, bind: bind}
	if bind == nil {
		s.err = errors.New("relation: from: bind is nil")
		return s
	}
	var row Row
	bind(&row, new(C))
	s.columns = slices.Clip(row.names)
	if len(s.columns) == 0 {
		s.err = fmt.Errorf("relation: from %s: bind names no column", table)
	}
	return s.check(append([]string{table, primaryKey}, s.columns...)...)
}

// By returns the source with its rows found by another column: the foreign key of a
// [HasMany] or [HasOne] relation.
func (s Source[C]) By(column string) Source[C] {
	s.key = column
	return s.check(column)
}

// Through returns the source for [ManyToMany]: rows are found through a table between, which has
// a column with the parents' keys and one with the children's primary keys.
func (s Source[C]) Through(table, parentColumn, childColumn string) Source[C] {
	s.join = &join{table, parentColumn, childColumn}
	return s.check(table, parentColumn, childColumn)
}

// check remembers the first name that is none.
func (s Source[C]) check(names ...string) Source[C] {
	for _, name := range names {
		if s.err == nil && !isName(name) {
			s.err = fmt.Errorf("relation: from %q: %q is no name of a table or column", s.table, name)
		}
	}
	return s
}

// A Row collects where the columns of a row go. Only the bind function of [From] sees
// one, and must not keep it.
type Row struct {
	names []string // what the row before named, nothing at first
	dest  []any
	extra int // destinations before those that bind names
	err   error
}

// Column says that the column's value goes to dest, a pointer. A column that may be NULL needs
// a destination that can say so, such as a pointer to a pointer or to a [database/sql.Null].
func (r *Row) Column(name string, dest any) {
	switch i := len(r.dest) - r.extra; {
	case i == len(r.names):
		r.names = append(r.names, name)
	case r.names[i] != name && r.err == nil:
		r.err = fmt.Errorf("bind named column %q first and %q now", r.names[i], name)
	}
	r.dest = append(r.dest, dest)
}

// begin makes the row ready for the next one, with destinations before bind's.
func (r *Row) begin(extra ...any) {
	r.dest = append(r.dest[:0], extra...)
	r.extra = len(extra)
}

// check returns an error when bind has not named what it named the first time.
func (r *Row) check(columns int) error {
	if r.err == nil && len(r.dest)-r.extra != columns {
		return fmt.Errorf("bind named %d columns first and %d now", columns, len(r.dest)-r.extra)
	}
	return r.err
}

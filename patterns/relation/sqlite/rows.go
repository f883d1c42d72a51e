package sqlite

import "database/sql"

// rows takes values as the driver has them, which spares database/sql the reflection that it
// uses for numbers, and leaves what is not a usual type, and NULL, to database/sql.
type rows struct {
	*sql.Rows
	values []any
	dest   []any // pointers to the values
	slow   bool  // some value of the result was one for database/sql
}

// Scan reads the row.
func (r *rows) Scan(dest ...any) error {
	if !r.slow {
		if r.values == nil {
			r.values, r.dest = make([]any, len(dest)), make([]any, len(dest))
			for i := range r.values {
				r.dest[i] = &r.values[i]
			}
		}
		if err := r.Rows.Scan(r.dest...); err != nil {
			return err
		}
		if r.assign(dest) {
			return nil
		}
		r.slow = true
	}
	return r.Rows.Scan(dest...)
}

// assign reports whether it could read all of the row.
func (r *rows) assign(dest []any) bool {
	for i, d := range dest {
		ok := false
		switch d := d.(type) {
		case *int64:
			*d, ok = r.values[i].(int64)
		case *string:
			*d, ok = r.values[i].(string)
		case *int:
			var n int64
			n, ok = r.values[i].(int64)
			*d = int(n)
			ok = ok && int64(*d) == n
		case *float64:
			*d, ok = r.values[i].(float64)
		}
		if !ok {
			return false
		}
	}
	return true
}

package relation

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// errStray is the error of a row that nobody asked for.
var errStray = errors.New("a row has a key that was not asked for: does its key function return the column that the source is found by?")

// rowSet is the children as they come.
type rowSet[K comparable, C any] struct {
	view  view[C]
	fk    func(*C) K // nil when the key is the row's first column
	slots map[K]int
	rows  []C
	of    []int // the slot of each row
}

// collect fetches the children of all keys.
func collect[K comparable, C any](l *loading, v view[C], keys []K, slots map[K]int, fk func(*C) K) (groups[C], error) {
	set := rowSet[K, C]{view: v, fk: fk, slots: slots}
	size := len(keys)
	switch l.engine.Strategy {
	case Lazy:
		size = 1
	case SelectIn:
		size = l.engine.MaxParameters
	}
	for begin := 0; begin < len(keys); begin += size {
		condition, args, err := where(l, v.source.match(), keys[begin:min(begin+size, len(keys))])
		if err != nil {
			return groups[C]{}, err
		}
		if err := set.read(l, v.source.query(condition, v.limit, v.order), args); err != nil {
			return groups[C]{}, err
		}
	}
	return grouped(set.rows, set.of, len(keys)), nil
}

// where returns the condition that a column has one of the keys.
func where[K comparable](l *loading, column string, keys []K) (condition string, args []any, err error) {
	if l.engine.Strategy == Bulk {
		arg, err := l.q.Array(keys)
		return fmt.Sprintf(l.engine.Member, column), []any{arg}, err
	}
	var list strings.Builder
	args = make([]any, len(keys))
	for i, key := range keys {
		args[i] = key
		list.WriteString("," + l.engine.Parameter)
		if l.engine.Numbered {
			list.WriteString(strconv.Itoa(i + 1))
		}
	}
	return column + " IN (" + list.String()[1:] + ")", args, nil
}

// read adds the rows of one query.
func (s *rowSet[K, C]) read(l *loading, query string, args []any) (err error) {
	rows, err := l.q.Query(l.ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var row Row
	row.names = s.view.source.columns
	var key, last K
	slot := -1 // of last; rows of one key mostly come together
	var extra []any
	if s.fk == nil {
		extra = []any{&key}
	}
	var zero C
	for rows.Next() {
		if len(s.rows) == cap(s.rows) { // doubled, where append would copy large arrays four times as often
			more := max(len(s.rows), 16)
			s.rows, s.of = slices.Grow(s.rows, more), slices.Grow(s.of, more)
		}
		s.rows = append(s.rows, zero)
		child := &s.rows[len(s.rows)-1]
		row.begin(extra...)
		s.view.source.bind(&row, child)
		if err := row.check(len(s.view.source.columns)); err != nil {
			return err
		}
		if err := rows.Scan(row.dest...); err != nil {
			return err
		}
		if s.fk != nil {
			key = s.fk(child)
		}
		if slot < 0 || key != last {
			found, ok := s.slots[key]
			if !ok {
				return fmt.Errorf("%w: %v", errStray, key)
			}
			slot, last = found, key
		}
		s.of = append(s.of, slot)
	}
	return rows.Err()
}

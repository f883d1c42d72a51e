package relation

import (
	"errors"
	"fmt"
	"slices"
)

// A Rel is a relation from parents of type P to whatever it leads to: a [Relation].
type Rel[P any] interface {
	load(l *loading, parents []P, path []*byte) (assign func(), err error)
}

// A Relation leads from parents of type P to children of type C. It is a value that
// never changes; Then, Limit and Order return others. Several goroutines may use one.
type Relation[P, C any] struct {
	id    *byte // the same in all that Then, Limit and Order return
	fetch func(l *loading, parents []P, v view[C]) (children []C, assign func(), err error)
	view  view[C]
	then  []Rel[C]
	err   error
}

// view is the part of a source that a relation asks for.
type view[C any] struct {
	source Source[C]
	limit  int    // for each parent; 0 is all
	order  string // of the children, checked
}

// HasMany relates a parent to the rows that carry its key: pk returns the parent's key, fk
// the one that a child carries, and set gives a parent its children, an empty slice when
// it has none. src finds children by their foreign key:
//
//	userPosts := relation.HasMany(
//		func(u *User) int64 { return u.ID },
//		func(p *Post) int64 { return p.UserID },
//		func(u *User, posts []Post) { u.Posts = posts },
//		posts.By("user_id"))
//
// The children of all parents lie in one array: each slice has the capacity of its length, so
// that appending to it copies, and it keeps the whole array in memory. Parents with equal keys
// share their children.
func HasMany[P, C any, K comparable](pk func(*P) K, fk func(*C) K, set func(*P, []C), src Source[C]) Relation[P, C] {
	if pk == nil || fk == nil || set == nil {
		return broken[P, C]("has many", src.table)
	}
	return related(src, func(l *loading, parents []P, v view[C]) ([]C, func(), error) {
		ix := index(parents, always(pk))
		g, err := collect(l, v, ix.keys, ix.slots, fk)
		return g.rows, func() {
			for i := range parents {
				set(&parents[i], g.at(ix.of[i]))
			}
		}, err
	})
}

// HasOne relates a parent to the one row that carries its key; set gets nil when there is none.
// Two rows for one parent are [ErrMany], unless [Relation.Limit] says which one it is.
// Parents with equal keys share the child.
func HasOne[P, C any, K comparable](pk func(*P) K, fk func(*C) K, set func(*P, *C), src Source[C]) Relation[P, C] {
	if pk == nil || fk == nil || set == nil {
		return broken[P, C]("has one", src.table)
	}
	return related(src, one(always(pk), fk, set))
}

// BelongsTo relates a parent to the row whose key it carries, such as a post to its author.
// fk returns false for a parent whose foreign key is NULL; it, and one whose row is not there, gets nil.
// src finds children by their own key, as [From] returns it. Parents with equal keys share the child.
func BelongsTo[P, C any, K comparable](fk func(*P) (K, bool), pk func(*C) K, set func(*P, *C), src Source[C]) Relation[P, C] {
	if fk == nil || pk == nil || set == nil {
		return broken[P, C]("belongs to", src.table)
	}
	return related(src, one(fk, pk, set))
}

// ManyToMany relates a parent to rows through a table between, which [Source.Through] names. A row
// that belongs to several parents is there once for each. The rest is as in [HasMany].
func ManyToMany[P, C any, K comparable](pk func(*P) K, set func(*P, []C), src Source[C]) Relation[P, C] {
	if pk == nil || set == nil {
		return broken[P, C]("many to many", src.table)
	}
	if src.join == nil && src.err == nil {
		src.err = fmt.Errorf("relation: many to many: %s: the source has no table between: Through names it", src.table)
	}
	return related(src, func(l *loading, parents []P, v view[C]) ([]C, func(), error) {
		ix := index(parents, always(pk))
		g, err := collect[K](l, v, ix.keys, ix.slots, nil)
		return g.rows, func() {
			for i := range parents {
				set(&parents[i], g.at(ix.of[i]))
			}
		}, err
	})
}

// ErrMany is the error of a [HasOne] or [BelongsTo] relation with two rows for one key.
var ErrMany = errors.New("more than one row where one belongs")

// one fetches at most one child for each parent.
func one[P, C any, K comparable](pk func(*P) (K, bool), fk func(*C) K, set func(*P, *C)) func(*loading, []P, view[C]) ([]C, func(), error) {
	return func(l *loading, parents []P, v view[C]) ([]C, func(), error) {
		ix := index(parents, pk)
		g, err := collect(l, v, ix.keys, ix.slots, fk)
		if err != nil {
			return nil, nil, err
		}
		for slot, key := range ix.keys {
			if rows := g.at(slot); len(rows) > 1 {
				return nil, nil, fmt.Errorf("key %v: %w: %d", key, ErrMany, len(rows))
			}
		}
		return g.rows, func() {
			for i := range parents {
				if rows := g.at(ix.of[i]); len(rows) == 1 {
					set(&parents[i], &rows[0])
				} else {
					set(&parents[i], nil)
				}
			}
		}, nil
	}
}

func always[P any, K comparable](pk func(*P) K) func(*P) (K, bool) {
	return func(p *P) (K, bool) { return pk(p), true }
}

func related[P, C any](src Source[C], fetch func(*loading, []P, view[C]) ([]C, func(), error)) Relation[P, C] {
	return Relation[P, C]{id: new(byte), fetch: fetch, view: view[C]{source: src}, err: src.err}
}

func broken[P, C any](kind, table string) Relation[P, C] {
	return Relation[P, C]{err: fmt.Errorf("relation: %s: %s: a function is nil", kind, table)}
}

// Then returns the relation with others that lead on from its children: each is loaded for all
// children of all parents at once. A relation below itself is [ErrCycle] of [Load].
func (r Relation[P, C]) Then(rels ...Rel[C]) Relation[P, C] {
	r.then = append(slices.Clip(r.then), rels...)
	return r
}

// Limit returns the relation with n children at most for each parent, the first n in the order
// given, as [Relation.Order] takes it. n is 1 or more; a wrong argument is an error of [Load].
// The engine ranks the children of each parent: it reads all of them and sends n.
func (r Relation[P, C]) Limit(n int, order string) Relation[P, C] {
	if n < 1 && r.err == nil {
		r.err = fmt.Errorf("relation: limit of %s: n is %d, must be 1 or more", r.view.source.table, n)
	}
	r.view.limit = n
	return r.Order(order)
}

// Order returns the relation with its children in an order: columns, each with ASC or DESC
// and NULLS FIRST or NULLS LAST behind it, as in "created DESC, id". Without it they come as the engine
// has them. Anything else is an error of [Load].
func (r Relation[P, C]) Order(order string) Relation[P, C] {
	checked, ok := ordering(order)
	if !ok && r.err == nil {
		r.err = fmt.Errorf("relation: order of %s: %q is no list of columns, each with ASC or DESC", r.view.source.table, order)
	}
	r.view.order = checked
	return r
}

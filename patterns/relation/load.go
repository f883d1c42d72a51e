package relation

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// ErrCycle is the error of a relation that comes again below itself: nothing says where that ends.
// For a tree of unknown depth ask with WITH RECURSIVE.
var ErrCycle = errors.New("relation: load: a relation is below itself")

// Load loads the relations of all parents: one query for each relation, however many
// parents there are, and one for each that follows by [Relation.Then], one after the other, so that
// q may be a transaction. Without one, each query sees the database as it is at its own time.
//
// The parents are changed when everything has been fetched: on an error, or when ctx ends,
// they are as they were. A parent that is there twice is loaded once and set twice.
// A panic of a caller's function passes through.
//
// The time is that of the queries plus a map access for each parent and child; memory is one array
// of children for each relation. No goroutine is started. Several may load at the same time, but not
// into the same parents.
func Load[P any](ctx context.Context, q Querier, parents []P, rels ...Rel[P]) error {
	l := &loading{ctx: ctx, q: q, engine: q.Engine()}
	if l.engine.Strategy == Default || l.engine.Strategy > Bulk {
		return fmt.Errorf("relation: load: %v is not a way to load", l.engine.Strategy)
	}
	assign, err := each(l, parents, rels, nil)
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return fmt.Errorf("relation: load: %w", context.Cause(ctx))
	}
	assign()
	return nil
}

// loading is one call of Load.
type loading struct {
	ctx    context.Context
	q      Querier
	engine Engine
}

// each fetches several relations of the same parents; assign gives them all.
func each[P any](l *loading, parents []P, rels []Rel[P], path []*byte) (assign func(), err error) {
	all := make([]func(), len(rels))
	for i, r := range rels {
		if r == nil {
			return nil, errors.New("relation: load: a relation is nil")
		}
		if all[i], err = r.load(l, parents, path); err != nil {
			return nil, err
		}
	}
	return func() {
		for _, f := range all {
			f()
		}
	}, nil
}

// load fetches the children and what is below them; assign gives them to the parents.
// The children are not yet anybody's, so what is below is given to them here.
func (r Relation[P, C]) load(l *loading, parents []P, path []*byte) (assign func(), err error) {
	table := r.view.source.table
	switch {
	case r.err != nil:
		return nil, r.err
	case r.fetch == nil:
		return nil, errors.New("relation: load: a zero Relation: HasMany and its like make one")
	case slices.Contains(path, r.id):
		return nil, fmt.Errorf("%w: %s", ErrCycle, table)
	}
	children, assign, err := r.fetch(l, parents, r.view)
	if err != nil {
		return nil, fmt.Errorf("relation: load %s: %w", table, err)
	}
	below, err := each(l, children, r.then, append(slices.Clip(path), r.id))
	if err != nil {
		return nil, err
	}
	below()
	return assign, nil
}

// Group returns the rows of src that carry the keys, by key: what a [Loader] of many rows fetches. fk returns
// the key that a row carries. Every key is in the map, with an empty slice when it has none. It is one
// query, by the engine's own strategy; the rest is as in [HasMany].
func Group[K comparable, C any](ctx context.Context, q Querier, keys []K, fk func(*C) K, src Source[C]) (map[K][]C, error) {
	groups := make(map[K][]C, len(keys))
	rel := HasMany(func(k *K) K { return *k }, fk, func(k *K, rows []C) { groups[*k] = rows }, src)
	if err := Load(ctx, q, keys, rel); err != nil {
		return nil, err
	}
	return groups, nil
}

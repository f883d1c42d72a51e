package relation

import (
	"context"
	"fmt"
)

// A Querier asks a database: what the functions On of patterns/relation/sqlite and
// patterns/relation/postgres return, or [With].
type Querier interface {
	// Query runs a query with parameters in the engine's form.
	Query(ctx context.Context, query string, args ...any) (Rows, error)
	// Array returns all keys, a slice, as the one argument of [Engine.Member].
	Array(keys any) (arg any, err error)
	// Engine tells how to ask.
	Engine() Engine
}

// Rows is the result of a query: a [*database/sql.Rows] is one.
type Rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close() error
}

// An Engine is what SQL does not settle.
type Engine struct {
	// Strategy is the one that is fastest here. It must not be zero.
	Strategy Strategy
	// Member is the condition that a column, at %s, is one of the keys of an array,
	// which is the query's only parameter.
	Member string
	// Parameter stands for the next parameter, or with its number behind it for that one: ? or $.
	Parameter string
	// Numbered tells that a number must be behind Parameter.
	Numbered bool
	// MaxParameters is how many a query may have.
	MaxParameters int
}

// A Strategy is a way to fetch the children of many parents. All give the same result;
// they differ in queries, and in what each moves.
type Strategy uint8

const (
	// Default is the engine's own choice.
	Default Strategy = iota
	// Lazy asks once for each parent. It is the N+1 problem, and here to be compared.
	Lazy
	// SelectIn asks once for as many parents as a query may have parameters, with a list of them.
	SelectIn
	// Bulk asks once, with all keys in one parameter.
	Bulk
)

// String returns the strategy's name.
func (s Strategy) String() string {
	names := [...]string{"default", "lazy", "select-in", "bulk"}
	if int(s) >= len(names) {
		return fmt.Sprintf("strategy %d", uint8(s))
	}
	return names[s]
}

// With returns a Querier that asks q by another strategy than the engine's own, to compare them
// on one's own data. An unknown strategy is an error of [Load].
func With(q Querier, s Strategy) Querier {
	if s == Default {
		return q
	}
	return strategic{q, s}
}

type strategic struct {
	Querier
	strategy Strategy
}

func (s strategic) Engine() Engine {
	e := s.Querier.Engine()
	e.Strategy = s.strategy
	return e
}

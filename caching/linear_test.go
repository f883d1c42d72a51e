package caching_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/goconcepts/cookbook/caching"
	"github.com/stretchr/testify/require"
)

// request is one operation of a history: its key and what it was to write.
type request struct {
	op, key, value int
}

const (
	opGet = iota
	opSet
	opDelete
	opLoad // the loader brings value, in the middle of the operation
)

// found is what an operation returned; value is 0 for none.
type found struct {
	value  int
	called bool // whether this caller's loader was the one
}

// register is one key's value as the specification sees it. The capacity is never
// reached, so a value stays until it is written over. A load that found nothing stores
// its value if it is still the latest; one that a write overtook returns its
// value and stores nothing, so both are allowed.
var register = porcupine.NondeterministicModel{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		byKey := map[int][]porcupine.Operation{}
		for _, o := range history {
			k := o.Input.(request).key
			byKey[k] = append(byKey[k], o)
		}
		var parts [][]porcupine.Operation
		for _, part := range byKey {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() []any { return []any{0} },
	Step: func(state, input, output any) []any {
		now, in, out := state.(int), input.(request), output.(found)
		switch in.op {
		case opSet:
			return []any{in.value}
		case opDelete:
			return []any{0}
		case opGet:
			if out.value == now {
				return []any{now}
			}
			return nil
		}
		if now != 0 && out.value == now {
			return []any{now} // a hit, or one more who waited for a load that was stored
		}
		if now == 0 && out.called {
			return []any{out.value, 0} // stored, or overtaken later
		}
		return nil
	},
	Equal: func(a, b any) bool { return a == b },
}

// Gets, sets and deletes of many goroutines happen as if one after the other, and so do
// loads: what a load brings is there for everyone or for nobody.
func TestHistoriesAreLinearisable(t *testing.T) {
	for round := range 30 {
		for _, p := range policies {
			history := play(t, p, uint64(round))
			result := porcupine.CheckOperationsTimeout(register.ToModel(), history, 20*time.Second)
			require.Equal(t, porcupine.Ok, result, "%v, round %d", p, round)
		}
	}
}

// play lets four goroutines use three keys, each load by one caller at a time.
func play(t *testing.T, p caching.Policy, seed uint64) []porcupine.Operation {
	c, err := caching.New(caching.Config[int, int]{Capacity: 100, Policy: p})
	require.NoError(t, err)
	var clock, values atomic.Int64
	var users sync.WaitGroup
	histories := make([][]porcupine.Operation, 4)
	for user := range histories {
		rnd := rand.New(rand.NewPCG(seed, uint64(user)))
		users.Go(func() {
			for range 12 {
				in := request{op: rnd.IntN(4), key: rnd.IntN(3), value: int(values.Add(1))}
				if in.op == opLoad && user > 0 {
					in.op = opGet // whom a shared load belongs to is another test's matter
				}
				began := clock.Add(1)
				out := do(c, in)
				histories[user] = append(histories[user], porcupine.Operation{
					ClientId: user, Input: in, Output: out, Call: began, Return: clock.Add(1),
				})
			}
		})
	}
	users.Wait()
	var all []porcupine.Operation
	for _, h := range histories {
		all = append(all, h...)
	}
	return all
}

func do(c *caching.Cache[int, int], in request) (out found) {
	switch in.op {
	case opSet:
		c.Set(in.key, in.value)
	case opDelete:
		c.Delete(in.key)
	case opGet:
		out.value, _ = c.Get(in.key)
	case opLoad:
		out.value, _ = c.GetOrLoad(context.Background(), in.key, func(context.Context, int) (int, error) {
			out.called = true
			return in.value, nil
		})
	}
	return out
}

// Many goroutines under pressure: what a Get returns was stored for that key, and a value
// deleted for good never comes back.
func TestNoValueOfAnotherKeyUnderPressure(t *testing.T) {
	forEachPolicy(t, func(t *testing.T, p caching.Policy, capacity int) {
		c, err := caching.New(caching.Config[string, string]{Capacity: capacity, Policy: p, TTL: time.Millisecond})
		require.NoError(t, err)
		var users sync.WaitGroup
		for user := range 4 {
			rnd := rand.New(rand.NewPCG(7, uint64(user)))
			users.Go(func() {
				for range 500 {
					k := fmt.Sprint(rnd.IntN(2 * capacity))
					v, err := c.GetOrLoad(context.Background(), k, func(_ context.Context, k string) (string, error) { return "v" + k, nil })
					if err != nil || v != "v"+k {
						t.Errorf("%s is %q, %v", k, v, err)
					}
					if rnd.IntN(8) == 0 {
						c.Delete(k)
					}
				}
			})
		}
		users.Wait()
	})
}

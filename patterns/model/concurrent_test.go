package model_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"
)

// counterBank is a bank that several use at once. Its operations take time, as those
// of a bank behind a network do. fault plants a mistake in how it locks.
type counterBank struct {
	lock  chan struct{}   // holds one: a lock on which synctest's clock can go on
	cents [2]atomic.Int64 // no data race is planted: the race detector needs no model
	fault string
	wait  func() // between reading and writing
}

func (b *counterBank) locked(f func()) {
	b.lock <- struct{}{}
	defer func() { <-b.lock }()
	f()
}

// bankOp is an operation of a history: a deposit, a withdrawal (below zero), a
// transfer from one account to the other, or a look at both.
type bankOp struct {
	kind  string
	at    int
	cents int64
}

type bankSaw struct {
	done  bool
	cents [2]int64 // what a look saw
}

func (b *counterBank) do(op bankOp) (saw bankSaw) {
	add := func(at int, cents int64) {
		now := b.cents[at].Load()
		b.wait()
		b.cents[at].Store(now + cents)
		saw.done = true
	}
	switch {
	case op.kind == "look" && b.fault == "a look takes no lock":
		saw.cents[0] = b.cents[0].Load()
		b.wait()
		saw.cents[1] = b.cents[1].Load()
	case op.kind == "look":
		b.locked(func() { b.wait(); saw.cents = [2]int64{b.cents[0].Load(), b.cents[1].Load()} })
	case op.kind == "add" && op.cents > 0 && b.fault == "a deposit takes no lock":
		add(op.at, op.cents)
	case op.kind == "add" && b.fault == "funds are looked at before the lock is taken":
		if b.cents[op.at].Load()+op.cents >= 0 {
			b.wait()
			b.locked(func() { add(op.at, op.cents) })
		}
	case op.kind == "add":
		b.locked(func() {
			if b.cents[op.at].Load()+op.cents >= 0 {
				add(op.at, op.cents)
			}
		})
	case b.fault == "a transfer takes the lock twice":
		enough := false
		b.locked(func() {
			if enough = b.cents[op.at].Load() >= op.cents; enough {
				add(op.at, -op.cents)
			}
		})
		b.wait()
		if enough {
			b.locked(func() { add(1-op.at, op.cents) })
		}
	default:
		b.locked(func() {
			if b.cents[op.at].Load() >= op.cents {
				add(op.at, -op.cents)
				add(1-op.at, op.cents)
			}
		})
	}
	return saw
}

// bankModel says what each operation must do, one after the other.
var bankModel = porcupine.Model{
	Init: func() any { return [2]int64{} },
	Step: func(state, input, output any) (bool, any) {
		cents, op, saw := state.([2]int64), input.(bankOp), output.(bankSaw)
		next := cents
		switch op.kind {
		case "look":
			return saw.cents == cents, cents
		case "add":
			next[op.at] += op.cents
		default:
			next[op.at] -= op.cents
			next[1-op.at] += op.cents
		}
		if next[0] < 0 || next[1] < 0 {
			return !saw.done, cents
		}
		return saw.done, next
	},
}

// history lets three clients do random operations, on a clock that is not real.
func history(t *testing.T, fault string, seed uint64) (ops []porcupine.Operation) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var clock atomic.Int64
		bank := &counterBank{lock: make(chan struct{}, 1), fault: fault}
		bank.wait = func() { time.Sleep(time.Millisecond) }
		var clients sync.WaitGroup
		for client := range 3 {
			random := rand.New(rand.NewPCG(seed, uint64(client)))
			clients.Go(func() {
				for range 8 {
					op := bankOp{kind: []string{"add", "transfer", "look"}[random.IntN(3)], at: random.IntN(2), cents: 1 + random.Int64N(3)}
					if op.kind == "add" && random.IntN(2) == 0 {
						op.cents = -op.cents
					}
					time.Sleep(time.Duration(random.IntN(2_000_000)))
					begin := clock.Add(1)
					saw := bank.do(op)
					o := porcupine.Operation{ClientId: client, Input: op, Call: begin, Output: saw, Return: clock.Add(1)}
					mu.Lock()
					ops = append(ops, o)
					mu.Unlock()
				}
			})
		}
		clients.Wait()
	})
	return ops
}

// Some order of the operations, one after the other, explains every history of the bank
// that locks as it must, and not those of the banks that do not.
func TestConcurrentHistoriesOfTheBank(t *testing.T) {
	for fault, right := range map[string]bool{
		"": true, "a look takes no lock": false, "a deposit takes no lock": false,
		"funds are looked at before the lock is taken": false, "a transfer takes the lock twice": false,
	} {
		explained := 0
		const histories = 40
		for seed := range uint64(histories) {
			if porcupine.CheckOperations(bankModel, history(t, fault, seed)) {
				explained++
			}
		}
		if right {
			require.Equal(t, histories, explained)
		} else {
			require.Less(t, explained, histories, fmt.Sprintf("%q is not found", fault))
		}
	}
}

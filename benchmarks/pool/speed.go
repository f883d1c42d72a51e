package pool

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// jobs borrow and give back, with a context that can be cancelled. The hand-written
// pool is a buffered channel, golang.org/x/sync a semaphore.Weighted with a slice, and the
// standard library's is database/sql.
func jobs() []harness.Job {
	nothing := func(*thing) {}
	yield := func(*thing) { runtime.Gosched() }
	microsecond := func(*thing) {
		for begin := time.Now(); time.Since(begin) < time.Microsecond; {
		}
	}
	all := func(peer) bool { return true }
	return []harness.Job{
		job("uncontended", 1, nothing, plan{}, all),
		job("uncontended, with a lifetime", 1, nothing, plan{lifetime: time.Hour}, func(p peer) bool { return p.lifetimes }),
		job("uncontended, with a lifetime, an idle time and checks", 1, nothing,
			plan{lifetime: time.Hour, idle: time.Hour, checked: true},
			func(p peer) bool { return p.lifetimes && p.idles && p.checks }),
		job("8 goroutines on 4 resources, held for no time", 8, nothing, plan{}, all),
		job("64 goroutines on 4 resources, held for no time", 64, nothing, plan{}, all),
		job("64 goroutines on 4 resources, held for a microsecond", 64, microsecond, plan{}, all),
		job("64 goroutines on 4 resources, held for a yield", 64, yield, plan{}, all),
	}
}

func job(name string, goroutines int, use func(*thing), asked plan, has func(peer) bool) harness.Job {
	asked.max = 4
	j := harness.Job{Name: name, Unit: "loan"}
	for _, p := range peers() {
		if !has(p) {
			continue
		}
		j.Contestants = append(j.Contestants, harness.Contestant{
			Library: p.library,
			Start: func() (func(int), func(), error) {
				var m maker
				pool, err := m.pool(p, asked)
				if err != nil {
					return nil, nil, err
				}
				if err := lendsRightly(pool, &m, asked.max); err != nil {
					return nil, nil, err
				}
				ctx, cancel := context.WithCancel(context.Background())
				stop := func() {
					cancel()
					if pool.close != nil {
						pool.close()
					}
				}
				return func(n int) { borrow(ctx, pool, use, goroutines, n) }, stop, nil
			},
		})
	}
	return j
}

// borrow borrows n times, in so many goroutines.
func borrow(ctx context.Context, pool lent, use func(*thing), goroutines, n int) {
	loop := func(n int) {
		for range n {
			if err := pool.with(ctx, use); err != nil {
				panic(err)
			}
		}
	}
	if goroutines == 1 {
		loop(n)
		return
	}
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Go(func() { loop(n*(g+1)/goroutines - n*g/goroutines) })
	}
	wg.Wait()
}

// lendsRightly borrows from many goroutines at once and counts owners and things.
func lendsRightly(pool lent, m *maker, limit int) error {
	var twice, used atomic.Int64
	borrow(context.Background(), pool, func(t *thing) {
		if t.owners.Add(1) > 1 {
			twice.Add(1)
		}
		used.Add(1)
		runtime.Gosched()
		t.owners.Add(-1)
	}, 64, 1000)
	switch {
	case twice.Load() > 0:
		return fmt.Errorf("%d times a thing had two owners", twice.Load())
	case used.Load() != 1000:
		return fmt.Errorf("%d loans, not 1000", used.Load())
	case m.opened.Load() > int64(limit):
		return fmt.Errorf("%d things were opened, with at most %d at once and none broken", m.opened.Load(), limit)
	}
	return nil
}

package pool_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/pool"
)

func BenchmarkAcquire(b *testing.B) {
	sound := func(context.Context, int) error { return nil }
	for _, c := range []struct {
		name string
		pool.Config[int]
	}{
		{"bare", pool.Config[int]{}},
		{"lifetime", pool.Config[int]{MaxLifetime: time.Hour}},
		{"lifetime, idle, check", pool.Config[int]{MaxLifetime: time.Hour, MaxIdle: time.Hour, Check: sound, CheckAfter: time.Hour}},
		{"leaks", pool.Config[int]{LeakAfter: time.Hour}},
	} {
		b.Run(c.name, func(b *testing.B) {
			c.Max, c.Open = 4, (&factory{}).Open
			p, err := pool.New(c.Config)
			require.NoError(b, err)
			ctx := b.Context()
			b.ReportAllocs()
			for b.Loop() {
				lease, err := p.Acquire(ctx)
				if err != nil {
					b.Fatal(err)
				}
				_ = lease.Release()
			}
		})
	}
}

func BenchmarkDo(b *testing.B) {
	p, err := pool.New(pool.Config[int]{Max: 4, Open: (&factory{}).Open})
	require.NoError(b, err)
	nothing := func(context.Context, int) error { return nil }
	b.ReportAllocs()
	for b.Loop() {
		if err := p.Do(b.Context(), nothing); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCrowd(b *testing.B) {
	for _, callers := range []int{8, 64} {
		for _, hold := range []struct {
			name string
			f    func()
		}{
			{"0", func() {}},
			{"yield", runtime.Gosched},
			{"1us", func() {
				for begin := time.Now(); time.Since(begin) < time.Microsecond; {
				}
			}},
		} {
			b.Run(fmt.Sprintf("%d callers, 4 resources, hold %s", callers, hold.name), func(b *testing.B) {
				p, err := pool.New(pool.Config[int]{Max: 4, Open: (&factory{}).Open})
				require.NoError(b, err)
				ctx := b.Context()
				b.ReportAllocs()
				var wg sync.WaitGroup
				for range callers {
					wg.Go(func() {
						for range b.N / callers {
							lease, err := p.Acquire(ctx)
							if err != nil {
								b.Error(err)
								return
							}
							hold.f()
							_ = lease.Release()
						}
					})
				}
				wg.Wait()
			})
		}
	}
}

package concurrency_test

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/concurrency"
)

type streamFunc func(context.Context, iter.Seq[int], func(context.Context, int) (int, error), *concurrency.Options) iter.Seq2[int, error]

// streams are both functions.
var streams = map[string]streamFunc{"ordered": concurrency.Stream[int, int], "unordered": concurrency.StreamUnordered[int, int]}

func count(n int) iter.Seq[int] { return slices.Values(numbers(n)) }

func square(_ context.Context, i int) (int, error) { return i * i, nil }

func TestStreamYieldsEachValueOnce(t *testing.T) {
	for name, stream := range streams {
		for _, w := range widths {
			for _, ahead := range []int{0, 1, 2, 7, 1000} {
				for _, n := range []int{0, 1, 2, 3, 500} {
					var got []int
					for v, err := range stream(t.Context(), count(n), square, &concurrency.Options{Width: w, Ahead: ahead}) {
						require.NoError(t, err)
						got = append(got, v)
					}
					require.Len(t, got, n)
					if name == "ordered" {
						require.True(t, slices.IsSorted(got))
					}
					slices.Sort(got)
					for i, v := range got {
						require.Equal(t, i*i, v)
					}
				}
			}
		}
	}
}

func TestStreamBreaks(t *testing.T) {
	for name, stream := range streams {
		for _, w := range widths {
			var running atomic.Int64
			n := 0
			endless := func(yield func(int) bool) {
				running.Add(1)
				defer running.Add(-1)
				for i := 0; yield(i); i++ {
				}
			}
			for _, err := range stream(t.Context(), endless, func(_ context.Context, i int) (int, error) {
				running.Add(1)
				defer running.Add(-1)
				return i, nil
			}, width(w)) {
				require.NoError(t, err)
				if n++; n == 100 {
					break
				}
			}
			require.Zero(t, running.Load(), "%s at width %d", name, w)
		}
	}
}

func TestStreamReadsAhead(t *testing.T) {
	for name, stream := range streams {
		for _, w := range []int{1, 2, 5} {
			synctest.Test(t, func(t *testing.T) {
				read := atomic.Int64{}
				source := func(yield func(int) bool) {
					for i := range 1000 {
						read.Add(1)
						if !yield(i) {
							return
						}
					}
				}
				at := int64(0)
				for range stream(t.Context(), source, square, width(w)) {
					at++
					synctest.Wait() // all that may happen has happened
					require.LessOrEqual(t, read.Load()-at, int64(2*w+2), name)
				}
				require.EqualValues(t, 1000, at)
			})
		}
	}
}

func TestStreamDelaysNothing(t *testing.T) {
	for name, stream := range streams {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			source := func(yield func(int) bool) {
				for i := range 10 {
					time.Sleep(time.Second) // slow
					if !yield(i) {
						return
					}
				}
			}
			at := 0
			for range stream(t.Context(), source, square, width(3)) {
				at++
				require.Equal(t, time.Duration(at)*time.Second, time.Since(began), name)
			}
			// Ten seconds of waiting for W workers take 10/W.
			began = time.Now()
			for range stream(t.Context(), count(40), func(context.Context, int) (int, error) {
				time.Sleep(time.Second)
				return 0, nil
			}, width(4)) {
			}
			require.Equal(t, 10*time.Second, time.Since(began), name)
		})
	}
}

func TestStreamUnorderedOvertakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := func(_ context.Context, i int) (int, error) {
			if i == 0 {
				time.Sleep(time.Hour)
			}
			return i, nil
		}
		var got []int
		for v, err := range concurrency.StreamUnordered(t.Context(), count(1000), slow, width(2)) {
			require.NoError(t, err)
			got = append(got, v)
		}
		require.Len(t, got, 1000)
		require.Zero(t, got[999])
	})
}

func TestStreamItemsThatWaitForEachOther(t *testing.T) {
	for name, stream := range streams {
		for _, w := range []int{1, 2, 4, 16} {
			var met sync.WaitGroup
			met.Add(w)
			n := 0
			for range stream(t.Context(), count(10*w), func(_ context.Context, i int) (int, error) {
				if i >= 9*w {
					met.Done()
					met.Wait()
				}
				return i, nil
			}, &concurrency.Options{Width: w, Ahead: 100 * w}) {
				n++
			}
			require.Equal(t, 10*w, n, name)
		}
	}
}

// All workers park, then as many items come at once as there are workers.
func TestStreamWakesAllWhoAreNeeded(t *testing.T) {
	for name, stream := range streams {
		for _, w := range []int{2, 4, 16} {
			synctest.Test(t, func(t *testing.T) {
				var met sync.WaitGroup
				met.Add(w)
				began := time.Now()
				source := func(yield func(int) bool) {
					time.Sleep(time.Second)
					for i := range w {
						if !yield(i) {
							return
						}
					}
					time.Sleep(time.Hour)
				}
				n := 0
				for range stream(t.Context(), source, func(_ context.Context, i int) (int, error) {
					met.Done()
					met.Wait()
					return i, nil
				}, width(w)) {
					n++
					require.Equal(t, time.Second, time.Since(began), name)
				}
				require.Equal(t, w, n)
			})
		}
	}
}

func TestStreamWaitsForItsWorkers(t *testing.T) {
	for name, stream := range streams {
		synctest.Test(t, func(t *testing.T) {
			began, ended := time.Now(), false
			for range stream(t.Context(), count(2), func(_ context.Context, i int) (int, error) {
				if i == 1 {
					time.Sleep(time.Hour) // does not look at its context
					ended = true
				}
				return i, nil
			}, width(2)) {
				time.Sleep(time.Second)
				break
			}
			require.True(t, ended, name)
			require.Equal(t, time.Hour, time.Since(began))
		})
	}
}

func TestStreamErrors(t *testing.T) {
	fails := func(_ context.Context, i int) (int, error) {
		switch i {
		case 3:
			return 0, errBoom
		case 5:
			runtime.Goexit()
		}
		return i, nil
	}
	for name, stream := range streams {
		for _, w := range widths {
			failed := map[int]error{}
			n := 0
			for _, err := range stream(t.Context(), count(10), fails, width(w)) {
				if n++; err != nil {
					item, ok := errors.AsType[*concurrency.ItemError](err)
					require.True(t, ok)
					failed[item.Index] = item.Err
				}
			}
			require.Equal(t, 10, n, name)
			require.Equal(t, map[int]error{3: errBoom, 5: concurrency.ErrGoexit}, failed)

			var last error
			for _, err := range stream(t.Context(), func(yield func(int) bool) { yield(0); runtime.Goexit() }, square, width(w)) {
				last = err
			}
			require.ErrorIs(t, last, concurrency.ErrGoexit, name)
		}
	}
}

func TestStreamFailFast(t *testing.T) {
	for name, stream := range streams {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			var errs []error
			for _, err := range stream(t.Context(), count(100), func(ctx context.Context, i int) (int, error) {
				if i == 2 {
					time.Sleep(time.Second)
					return 0, errBoom
				}
				<-ctx.Done()
				return 0, ctx.Err()
			}, &concurrency.Options{Width: 4, FailFast: true}) {
				errs = append(errs, err)
			}
			require.Len(t, errs, 1, name)
			require.ErrorIs(t, errs[0], errBoom)
			require.Equal(t, time.Second, time.Since(began))
		})
	}
}

func TestStreamEndsWithItsContext(t *testing.T) {
	for name, stream := range streams {
		for _, fast := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(10*time.Second+time.Millisecond, func() { cancel(errCause) })
				source := func(yield func(int) bool) {
					for i := 0; yield(i); i++ {
						select {
						case <-time.After(time.Second):
						case <-ctx.Done():
							return
						}
					}
				}
				n, last := 0, error(nil)
				for v, err := range stream(ctx, source, square, &concurrency.Options{FailFast: fast}) {
					if last = err; err == nil {
						require.Equal(t, n*n, v)
						n++
					}
				}
				require.Equal(t, 11, n, name)
				require.ErrorIs(t, last, errCause)
				require.ErrorIs(t, last, context.Canceled)
			})
		}
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(errCause)
		n := 0
		for _, err := range stream(ctx, func(func(int) bool) { panic("ran") }, square, nil) {
			n++
			require.ErrorIs(t, err, errCause)
		}
		require.Equal(t, 1, n)
	}
}

func TestStreamFreesWhatItHasYielded(t *testing.T) {
	var freed atomic.Int64
	source := func(yield func(*[1024]byte) bool) {
		for range 100 {
			b := new([1024]byte)
			runtime.AddCleanup(b, func(*atomic.Int64) { freed.Add(1) }, nil)
			if !yield(b) {
				return
			}
		}
	}
	n := 0
	for _, err := range concurrency.Stream(t.Context(), source, func(_ context.Context, b *[1024]byte) (*[1024]byte, error) { return b, nil }, width(2)) {
		require.NoError(t, err)
		if n++; n == 100 {
			for freed.Load() < 90 { // 2W+2 may still be held
				runtime.GC()
				runtime.Gosched()
			}
		}
	}
}

func TestStreamRejects(t *testing.T) {
	for _, stream := range streams {
		for _, opts := range []*concurrency.Options{{Width: -1}, {Ahead: -1}} {
			n := 0
			for _, err := range stream(t.Context(), count(3), square, opts) {
				n++
				require.ErrorContains(t, err, "-1")
			}
			require.Equal(t, 1, n)
		}
	}
}

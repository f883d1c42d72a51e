package relation_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/concurrency"
	"github.com/goconcepts/cookbook/internal/outcome"
	"github.com/goconcepts/cookbook/patterns/relation"
)

// doubler is a loader that doubles even keys, knows no odd ones, and keeps what it was asked.
type doubler struct {
	*relation.Loader[int, int]
	calls [][]int
}

func newDoubler(err error) *doubler {
	d := &doubler{}
	d.Loader = relation.NewLoader(func(_ context.Context, keys []int) (map[int]int, error) {
		slices.Sort(keys) // a loader may do that
		d.calls = append(d.calls, slices.Clone(keys))
		values := map[int]int{}
		for _, k := range keys {
			if k%2 == 0 {
				values[k] = 2 * k
			}
		}
		return values, err
	})
	return d
}

func TestGetsOfManyGoroutinesAreOneCall(t *testing.T) {
	for range 100 {
		d := newDoubler(nil)
		values, errs := make([]int, 100), make([]error, 100)
		require.NoError(t, relation.Batched(t.Context(), func(b *relation.Batch) error {
			for i := range 100 {
				b.Go(func() error {
					values[i], errs[i] = relation.Get(b, d.Loader, i)
					return nil
				})
			}
			return nil
		}))
		require.Len(t, d.calls, 1)
		require.Len(t, d.calls[0], 100)
		for i := range 100 {
			if i%2 == 0 {
				require.NoError(t, errs[i])
				require.Equal(t, 2*i, values[i])
			} else {
				require.ErrorIs(t, errs[i], relation.ErrNotFound)
				require.EqualError(t, errs[i], fmt.Sprintf("relation: get: key %d: not found", i))
			}
		}
	}
}

func TestALoadersErrorIsThatOfTheKeysItLacks(t *testing.T) {
	d := newDoubler(errBroken)
	require.NoError(t, relation.Batched(t.Context(), func(b *relation.Batch) error {
		b.Go(func() error {
			v, err := relation.Get(b, d.Loader, 4)
			require.NoError(t, err)
			require.Equal(t, 8, v)
			return nil
		})
		_, err := relation.Get(b, d.Loader, 5)
		require.Equal(t, errBroken, err)
		return nil
	}))
	require.Equal(t, [][]int{{4, 5}}, d.calls)
}

func TestAKeyIsFetchedOnce(t *testing.T) {
	d := newDoubler(nil)
	require.NoError(t, relation.Batched(t.Context(), func(b *relation.Batch) error {
		for range 50 {
			b.Go(func() error {
				for _, key := range []int{2, 4, 2, 4} {
					if _, err := relation.Get(b, d.Loader, key); err != nil {
						return err
					}
				}
				return nil
			})
		}
		return nil
	}))
	require.Equal(t, [][]int{{2}, {4}}, d.calls)
	require.NoError(t, relation.Batched(t.Context(), func(b *relation.Batch) error {
		_, err := relation.Get(b, d.Loader, 2)
		return err
	}))
	require.Len(t, d.calls, 3, "another batch asks again")
}

func TestLoadersOfOneLevelGoTogether(t *testing.T) {
	var order []string
	named := func(name string) *relation.Loader[int, string] {
		return relation.NewLoader(func(_ context.Context, keys []int) (map[int]string, error) {
			order = append(order, fmt.Sprint(name, len(keys))) // no lock: one after the other
			out := map[int]string{}
			for _, k := range keys {
				out[k] = name
			}
			return out, nil
		})
	}
	first, second := named("first"), named("second")
	require.NoError(t, relation.Batched(t.Context(), func(b *relation.Batch) error {
		for i := range 10 {
			l := first
			if i%2 == 1 {
				l = second
			}
			b.Go(func() error {
				if _, err := relation.Get(b, l, i); err != nil {
					return err
				}
				_, err := relation.Get(b, first, 100+i)
				return err
			})
		}
		return nil
	}))
	require.ElementsMatch(t, []string{"first5", "second5"}, order[:2])
	require.Equal(t, "first10", order[2])
	require.Len(t, order, 3)
}

// Any tree of loads makes one call for each level, whatever the goroutines do between.
func TestATreeIsOneCallForEachLevel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		depth := rapid.IntRange(0, 4).Draw(rt, "depth")
		width := rapid.IntRange(1, 5).Draw(rt, "width")
		yield := rapid.IntRange(0, 3).Draw(rt, "yield")
		var calls atomic.Int64
		children := relation.NewLoader(func(_ context.Context, keys []int) (map[int][]int, error) {
			calls.Add(1)
			out := map[int][]int{}
			for _, k := range keys {
				for i := range width {
					out[k] = append(out[k], width*k+i+1)
				}
			}
			return out, nil
		})
		var leaves atomic.Int64
		var visit func(b *relation.Batch, node, level int) error
		visit = func(b *relation.Batch, node, level int) error {
			for range node % (yield + 1) {
				runtime.Gosched()
			}
			if level == depth {
				leaves.Add(1)
				return nil
			}
			below, err := relation.Get(b, children, node)
			for _, c := range below {
				b.Go(func() error { return visit(b, c, level+1) })
			}
			return err
		}
		require.NoError(rt, relation.Batched(context.Background(), func(b *relation.Batch) error { return visit(b, 0, 0) }))
		want := int64(1)
		for range depth {
			want *= int64(width)
		}
		require.EqualValues(rt, depth, calls.Load())
		require.Equal(rt, want, leaves.Load())
	})
}

func TestALoaderMayAskAnother(t *testing.T) {
	d := newDoubler(nil)
	require.NoError(t, relation.Batched(t.Context(), func(b *relation.Batch) error {
		quadruple := relation.NewLoader(func(_ context.Context, keys []int) (map[int]int, error) {
			out := map[int]int{}
			for _, k := range keys {
				v, err := relation.Get(b, d.Loader, 2*k)
				if err != nil {
					return nil, err
				}
				out[k] = v
			}
			return out, nil
		})
		v, err := relation.Get(b, quadruple, 3)
		require.Equal(t, 12, v)
		return err
	}))
}

func TestABatchThatWaitsForItselfFails(t *testing.T) {
	var selfish *relation.Loader[int, int]
	err := relation.Batched(t.Context(), func(b *relation.Batch) error {
		selfish = relation.NewLoader(func(_ context.Context, keys []int) (map[int]int, error) {
			_, err := relation.Get(b, selfish, keys[0])
			return nil, err
		})
		_, err := relation.Get(b, selfish, 1)
		return err
	})
	require.EqualError(t, err, "relation: batch: every goroutine waits, and nothing is left to fetch")
}

func TestAnErrorEndsTheBatch(t *testing.T) {
	other := errors.New("another reason")
	d := newDoubler(nil)
	var got error
	err := relation.Batched(t.Context(), func(b *relation.Batch) error {
		b.Go(func() error {
			_, got = relation.Get(b, d.Loader, 2)
			return got
		})
		b.Go(func() error { return other })
		b.Go(func() error { return errBroken })
		return nil
	})
	require.ErrorIs(t, err, errBroken)
	require.ErrorIs(t, err, other)
	require.True(t, got == nil || errors.Is(got, errBroken) || errors.Is(got, other), "the cause, or it was earlier: %v", got)
}

func TestGetsAfterTheEndReturnTheCause(t *testing.T) {
	d := newDoubler(nil)
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errBroken)
	err := relation.Batched(ctx, func(b *relation.Batch) error {
		_, err := relation.Get(b, d.Loader, 2)
		return err
	})
	require.ErrorIs(t, err, errBroken)
	require.EqualError(t, err, "relation: get: the cable is broken")
	require.Empty(t, d.calls)
}

// Who waits while a loader is slow returns when the context ends; Batched when the loader has.
func TestCancelWhileALoaderRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		slow := relation.NewLoader(func(context.Context, []int) (map[int]int, error) {
			time.Sleep(time.Minute)
			return map[int]int{1: 1}, nil
		})
		begin := time.Now()
		var waited [10]time.Duration
		err := relation.Batched(ctx, func(b *relation.Batch) error {
			for i := range waited {
				b.Go(func() error {
					_, err := relation.Get(b, slow, i)
					waited[i] = time.Since(begin)
					return err
				})
			}
			return nil
		})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, time.Minute, time.Since(begin))
		for _, w := range waited {
			require.Equal(t, time.Second, w)
		}
	})
}

// There is no timer: in a bubble without other goroutines no time goes by.
func TestABatchAddsNoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		d := newDoubler(nil)
		require.NoError(t, relation.Batched(t.Context(), func(b *relation.Batch) error {
			for i := range 10 {
				b.Go(func() error {
					if i == 0 {
						time.Sleep(time.Second) // works, so the others wait for it
					}
					_, err := relation.Get(b, d.Loader, 2*i)
					return err
				})
			}
			return nil
		}))
		require.Equal(t, time.Second, time.Since(begin))
		require.Len(t, d.calls, 1)
	})
}

// Whoever panics or calls Goexit, at whatever place: nobody hangs, and it is no success.
func TestPanicAndGoexitNeverHang(t *testing.T) {
	ends := map[string]struct {
		end  func()
		kind outcome.Kind
	}{
		"panic":  {func() { panic(errBroken) }, outcome.Panicked},
		"goexit": {runtime.Goexit, outcome.Exited},
	}
	for name, e := range ends {
		for _, place := range []string{"f", "goroutine", "loader", "loader of the second level"} {
			t.Run(name+" in "+place, func(t *testing.T) {
				var got outcome.Outcome
				var err error
				var failed atomic.Int64
				done := make(chan struct{})
				go func() {
					defer close(done)
					outcome.Run(func() { err = exploding(t.Context(), place, e.end, &failed) }, func(o outcome.Outcome) { got = o })
				}()
				<-done
				switch {
				case e.kind == outcome.Panicked:
					p, ok := got.Value.(*concurrency.PanicError)
					require.True(t, ok, "%v", got.Value)
					require.ErrorIs(t, p, errBroken)
					require.Contains(t, string(p.Stack), "relation_test")
				case place == "f":
					require.Equal(t, outcome.Exited, got.Kind)
				default:
					require.Equal(t, outcome.Returned, got.Kind)
					require.ErrorIs(t, err, concurrency.ErrGoexit)
				}
				if place == "loader" {
					require.EqualValues(t, 10, failed.Load(), "all gets have an error")
				}
			})
		}
	}
}

// exploding is a batch of two levels in which end is called at a place.
func exploding(ctx context.Context, place string, end func(), failed *atomic.Int64) error {
	loader := func(name string) *relation.Loader[int, int] {
		return relation.NewLoader(func(_ context.Context, keys []int) (map[int]int, error) {
			if place == name {
				end()
			}
			out := map[int]int{}
			for _, k := range keys {
				out[k] = k
			}
			return out, nil
		})
	}
	first, second := loader("loader"), loader("loader of the second level")
	return relation.Batched(ctx, func(b *relation.Batch) error {
		for i := range 10 {
			b.Go(func() error {
				if place == "goroutine" && i == 5 {
					end()
				}
				if _, err := relation.Get(b, first, i); err != nil {
					failed.Add(1)
				}
				_, err := relation.Get(b, second, i)
				return err
			})
		}
		if place == "f" {
			end()
		}
		return nil
	})
}

func TestGoAfterTheEndPanics(t *testing.T) {
	var kept *relation.Batch
	require.NoError(t, relation.Batched(t.Context(), func(b *relation.Batch) error { kept = b; return nil }))
	require.PanicsWithValue(t, "relation: batch: Go after Batched has returned", func() {
		kept.Go(func() error { return nil })
	})
}

// A tree loaded by a batch is the one that Load loads, with as many queries.
func TestBatchedLoadsWhatLoadLoads(t *testing.T) {
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, blog)
		want, got := someUsers(3, 1, 2, 1), someUsers(3, 1, 2, 1)
		require.NoError(t, relation.Load(t.Context(), e, want, userPosts.Then(postComments)))
		e.queries = 0
		postsOf := relation.NewLoader(func(ctx context.Context, ids []int64) (map[int64][]post, error) {
			return relation.Group(ctx, e, ids, authorID, posts.By("user_id"))
		})
		commentsOf := relation.NewLoader(func(ctx context.Context, ids []int64) (map[int64][]comment, error) {
			return relation.Group(ctx, e, ids, func(c *comment) int64 { return c.PostID }, comments.By("post_id"))
		})
		require.NoError(t, relation.Batched(t.Context(), func(b *relation.Batch) error {
			for i := range got {
				b.Go(func() (err error) {
					shared, err := relation.Get(b, postsOf, got[i].ID)
					got[i].Posts = slices.SortedFunc(slices.Values(shared), func(a, b post) int { return int(a.ID - b.ID) })
					for j := range got[i].Posts {
						p := &got[i].Posts[j]
						b.Go(func() (err error) {
							p.Comments, err = relation.Get(b, commentsOf, p.ID)
							p.Comments = slices.SortedFunc(slices.Values(p.Comments), func(a, b comment) int { return int(a.ID - b.ID) })
							return err
						})
					}
					return err
				})
			}
			return nil
		}))
		require.Equal(t, tree(want), tree(got))
		require.Equal(t, 2, e.queries)
	})
}

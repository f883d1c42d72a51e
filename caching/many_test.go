package caching_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/caching"
	"github.com/stretchr/testify/require"
)

type bulkLoader = func(context.Context, []string) (map[string]string, error)

func TestGetManyAsksOnceForWhatIsMissing(t *testing.T) {
	c := newCache(t, caching.Config[string, string]{NegativeTTL: time.Hour})
	c.Set("a", "cached a")
	var asked [][]string
	bulk := func(_ context.Context, ks []string) (map[string]string, error) {
		asked = append(asked, ks)
		return map[string]string{"b": "loaded b", "not asked for": "x"}, nil
	}
	for range 2 {
		got, err := c.GetMany(t.Context(), []string{"a", "b", "c", "b"}, bulk)
		require.NoError(t, err)
		require.Equal(t, map[string]string{"a": "cached a", "b": "loaded b"}, got)
	}
	require.Equal(t, [][]string{{"b", "c"}}, asked, "also that there is no c is remembered")
	_, ok := c.Get("not asked for")
	require.False(t, ok)
	_, err := c.GetOrLoad(t.Context(), "c", func(context.Context, string) (string, error) { return "", nil })
	require.ErrorIs(t, err, caching.ErrNotFound)
}

func TestGetManyAndGetOrLoadJoinEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(t, caching.Config[string, string]{})
		var calls atomic.Int64
		one := ask(t.Context(), c, "a", slow(&calls, time.Second))
		var asked []string
		bulk := func(_ context.Context, ks []string) (map[string]string, error) {
			asked = append(asked, ks...)
			time.Sleep(2 * time.Second)
			return map[string]string{"b": "bulk b"}, nil
		}
		many := make(chan map[string]string, 1)
		go func() {
			got, _ := c.GetMany(t.Context(), []string{"a", "b"}, bulk)
			many <- got
		}()
		synctest.Wait()
		two := ask(t.Context(), c, "b", slow(&calls, time.Second))
		require.Equal(t, "loaded a", (<-one).value)
		require.Equal(t, "bulk b", (<-two).value)
		require.Equal(t, map[string]string{"a": "loaded a", "b": "bulk b"}, <-many)
		require.Equal(t, []string{"b"}, asked)
		require.EqualValues(t, 1, calls.Load())
	})
}

func TestGetManyKeepsThePromisesOfOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(t, caching.Config[string, string]{})
		_, err := c.GetMany(t.Context(), []string{"a", "b"}, func(context.Context, []string) (map[string]string, error) { panic(errSource) })
		require.ErrorIs(t, err, errSource)
		_, err = c.GetMany(t.Context(), []string{"a", "b"}, func(context.Context, []string) (map[string]string, error) { return nil, errSource })
		require.ErrorIs(t, err, errSource)
		require.Equal(t, errSource.Error(), err.Error(), "one load, one error")

		var bulk bulkLoader
		bulk = func(ctx context.Context, ks []string) (map[string]string, error) {
			return c.GetMany(ctx, []string{"b"}, bulk)
		}
		_, err = c.GetMany(t.Context(), []string{"a", "b"}, bulk)
		_, ok := errors.AsType[*caching.CycleError](err)
		require.True(t, ok, "%v", err)

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		ended := make(chan error, 1)
		_, err = c.GetMany(ctx, []string{"a", "b"}, func(ctx context.Context, _ []string) (map[string]string, error) {
			<-ctx.Done()
			ended <- ctx.Err()
			return nil, ctx.Err()
		})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, <-ended, context.Canceled)
	})
}

func TestGetManyRefreshesInTheBackground(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(t, caching.Config[string, string]{TTL: time.Minute, StaleFor: time.Minute})
		c.Set("a", "old")
		c.Set("b", "old")
		time.Sleep(time.Minute)
		var calls int
		bulk := func(_ context.Context, ks []string) (map[string]string, error) {
			calls++
			return map[string]string{"a": "new", "b": "new"}, nil
		}
		got, err := c.GetMany(t.Context(), []string{"a", "b"}, bulk)
		require.NoError(t, err)
		require.Equal(t, map[string]string{"a": "old", "b": "old"}, got)
		synctest.Wait()
		got, err = c.GetMany(t.Context(), []string{"a", "b"}, bulk)
		require.NoError(t, err)
		require.Equal(t, map[string]string{"a": "new", "b": "new"}, got)
		require.Equal(t, 1, calls)
	})
}

package concurrency_test

import (
	"context"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/concurrency"
)

func TestStreamPanicsReachTheConsumer(t *testing.T) {
	for name, stream := range streams {
		for _, w := range widths {
			seen := 0
			v := recovered(func() {
				for range stream(t.Context(), count(100), func(_ context.Context, i int) (int, error) {
					if i == 40 {
						panic(errBoom)
					}
					return i, nil
				}, width(w)) {
					seen++
				}
			})
			p, ok := v.(*concurrency.PanicError)
			require.True(t, ok, "%s: %v", name, v)
			require.Equal(t, 40, p.Index)
			if name == "ordered" {
				require.Equal(t, 40, seen)
			}

			seen = 0
			v = recovered(func() {
				for range stream(t.Context(), func(yield func(int) bool) { yield(1); panic("source") }, square, width(w)) {
					seen++
				}
			})
			p, ok = v.(*concurrency.PanicError)
			require.True(t, ok, "%s: %v", name, v)
			require.Equal(t, -1, p.Index)
			require.Equal(t, 1, seen)

			v = recovered(func() {
				for range stream(t.Context(), count(100), square, width(w)) {
					panic("body")
				}
			})
			require.Equal(t, "body", v)
			require.Equal(t, "goexit", ends(func() {
				for range stream(t.Context(), count(100), square, width(w)) {
					runtime.Goexit()
				}
			}))
		}
	}
}

func TestStreamRaisesAPanicBehindABreak(t *testing.T) {
	for name, stream := range streams {
		var v any
		synctest.Test(t, func(t *testing.T) {
			v = recovered(func() {
				for range stream(t.Context(), count(2), func(_ context.Context, i int) (int, error) {
					if i == 1 {
						time.Sleep(time.Second)
						panic("late")
					}
					return i, nil
				}, width(2)) {
					time.Sleep(time.Minute)
					break
				}
			})
		})
		require.NotNil(t, v, name)
	}
}

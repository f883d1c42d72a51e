package caching_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/caching"
	"github.com/stretchr/testify/require"
)

// The table grows several times under entries that die in another order than they came
// in; each dies at its time, and the dead make room before anybody alive does.
func TestTheDeadGoFirstInWhateverOrderTheyCame(t *testing.T) {
	for name, ttl := range map[string]func(i int) time.Duration{
		"in order": func(i int) time.Duration { return time.Duration(i+1) * time.Second },
		"mixed":    func(i int) time.Duration { return time.Duration(i*7919%3000+1) * time.Second },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const n = 3000
				gone := map[caching.Reason]int{}
				c, err := caching.New(caching.Config[int, int]{
					Capacity: n, OnRemove: func(r caching.Removal[int, int]) { gone[r.Reason]++ },
				})
				require.NoError(t, err)
				for i := range n {
					c.SetTTL(i, i, ttl(i))
				}
				time.Sleep(n / 2 * time.Second)
				for i := range n {
					_, ok := c.Get(i)
					require.Equal(t, ttl(i) > n/2*time.Second, ok, i)
				}
				for i := range n / 2 {
					c.Set(n+i, i)
				}
				require.Equal(t, map[caching.Reason]int{caching.Expired: n / 2}, gone)
				c.Set(-1, 0)
				require.Equal(t, 1, gone[caching.Evicted])
			})
		})
	}
}

package concurrency_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// How do you test an hour of behaviour in a millisecond?
//
// Run it in a bubble of testing/synctest: inside, package time has a clock of its own that
// stands still while a goroutine works and jumps to the next timer when all of them
// wait. The code under test uses time as always, with no Clock interface. synctest.Wait returns when
// everybody else in the bubble has come to rest.
//
// Follow-ups:
//   - What counts as waiting? Channels of the bubble, timers, WaitGroup, Cond; not a mutex, a system call or the network.
//   - What happens when all wait and there is no timer? The test fails as a deadlock.
//   - When does the clock begin? At midnight UTC, the first of January 2000.
//
// Pitfalls:
//   - Holding a mutex while waiting: the bubble cannot see through it and the clock stands still.
//   - A channel made outside the bubble does not count as waiting.
//
// Trade-offs: An interface for the clock also works across processes and costs every signature; a bubble costs nothing outside tests.
//
// From Python: The freezegun library replaces the clock by patching modules and sleeps really sleep;
// here nothing is patched, sleeps and timeouts jump too.
//
// Level: senior. Tags: testing, time, synctest. Since: go1.25. See: [synctest.Test], [synctest.Wait], concurrency/timeouts.
func Example_virtualtime() {
	// backup runs every 20 minutes and gives up after three failures in a row.
	backup := func(ctx context.Context, save func() error) (runs int, err error) {
		tick := time.NewTicker(20 * time.Minute)
		defer tick.Stop()
		for failed := 0; failed < 3; {
			select {
			case <-ctx.Done():
				return runs, context.Cause(ctx)
			case <-tick.C:
			}
			runs++
			if err = save(); err != nil {
				failed++
			} else {
				failed = 0
			}
		}
		return runs, err
	}
	synctest.Test(new(testing.T), func(*testing.T) {
		began := time.Now()
		ctx, cancel := context.WithTimeout(context.Background(), 24*time.Hour)
		defer cancel()
		runs, err := backup(ctx, func() error {
			at := time.Since(began)
			fmt.Println("backup after", at)
			if at > 30*time.Minute {
				return fmt.Errorf("no space after %v", at)
			}
			return nil
		})
		fmt.Println(runs, "runs:", err)
		fmt.Println("clock:", time.Now().UTC().Format(time.DateTime))
	})
	// Output:
	// backup after 20m0s
	// backup after 40m0s
	// backup after 1h0m0s
	// backup after 1h20m0s
	// 4 runs: no space after 1h20m0s
	// clock: 2000-01-01 01:20:00
}

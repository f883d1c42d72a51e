package outcome_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goconcepts/cookbook/internal/outcome"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// observe runs f in a goroutine of its own, since Goexit would end the test's.
func observe(f func()) (got outcome.Outcome, calls int, cameBack bool) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		outcome.Run(f, func(o outcome.Outcome) { got = o; calls++ })
		cameBack = true
	}()
	<-done
	return got, calls, cameBack
}

func explode() { panic("boom") }

func TestRunTellsTheThreeEndsApart(t *testing.T) {
	tests := []struct {
		name     string
		f        func()
		kind     outcome.Kind
		cameBack bool
	}{
		{"return", func() {}, outcome.Returned, true},
		{"panic", explode, outcome.Panicked, true},
		{"panic nil", func() { panic(nil) }, outcome.Panicked, true},
		{"goexit", runtime.Goexit, outcome.Exited, false},
		{"goexit in a deferred call", func() { defer runtime.Goexit() }, outcome.Exited, false},
		{"recovered panic", func() { defer func() { _ = recover() }(); explode() }, outcome.Returned, true},
		{"goexit over a panic", func() { defer runtime.Goexit(); explode() }, outcome.Exited, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, calls, cameBack := observe(tt.f)
			require.Equal(t, tt.kind, got.Kind, "got %v", got.Kind)
			require.Equal(t, 1, calls)
			require.Equal(t, tt.cameBack, cameBack)
			require.Equal(t, tt.kind == outcome.Panicked, got.Value != nil)
			require.Equal(t, tt.kind == outcome.Panicked, got.Stack != nil)
		})
	}
}

func TestRunKeepsTheStackOfThePanic(t *testing.T) {
	got, _, _ := observe(explode)
	require.Equal(t, "boom", got.Value)
	require.Contains(t, string(got.Stack), "outcome_test.explode")
}

func TestZeroOutcomeIsNotSuccess(t *testing.T) {
	var zero outcome.Outcome
	require.Equal(t, outcome.Exited, zero.Kind)
	require.Equal(t, "exited returned panicked",
		zero.Kind.String()+" "+outcome.Returned.String()+" "+outcome.Panicked.String())
}

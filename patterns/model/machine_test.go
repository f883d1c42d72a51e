package model_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/patterns/model"
)

func TestTheBankKeepsItsLaws(t *testing.T) { model.Check(t, bankMachine("none")) }

func TestEveryPlantedFaultIsFoundAndShrunk(t *testing.T) {
	for fault, steps := range map[string]int{"overdraft": 1, "lost transfer": 2, "overflow": 2} {
		f := model.Find(bankMachine(fault))
		require.NotNil(t, f, fault)
		require.Len(t, f.Steps, steps, "%s: %v", fault, f)
		require.Contains(t, f.Error(), f.Steps[0])
		require.Error(t, errors.Unwrap(f))
	}
}

func TestCheckFailsTheTest(t *testing.T) {
	rec := &failing{TB: t}
	done := make(chan struct{})
	go func() { // as a test's own goroutine, it ends with FailNow
		defer close(done)
		model.Check(rec, model.Machine[int]{
			Start: func() int { return 0 },
			Steps: map[string]func(*model.Run, int) error{"fail": func(*model.Run, int) error { return errors.New("broken law") }},
		})
	}()
	<-done
	require.True(t, rec.failed)
}

// failing is a test that only notes its failure.
type failing struct {
	rapid.TB
	failed bool
}

func (f *failing) Errorf(string, ...any) { f.failed = true }
func (f *failing) Fatalf(string, ...any) { f.failed = true }
func (f *failing) Logf(string, ...any)   {}
func (f *failing) FailNow()              { f.failed = true }
func (f *failing) Failed() bool          { return f.failed }

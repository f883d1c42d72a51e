package model_test

import (
	"errors"
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/model"
)

// TestMain keeps rapid from writing a file for each failure that a test wants to see.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.nofailfile", "true"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

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
	rec := &note{}
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

package model_test

import (
	"errors"
	"fmt"

	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/patterns/model"
)

// counter is a system with a fault: it miscounts what is above nine.
type counter struct{ system, model int }

func counterMachine() model.Machine[*counter] {
	return model.Machine[*counter]{
		Start: func() *counter { return &counter{} },
		Steps: map[string]func(*model.Run, *counter) error{
			"add": func(r *model.Run, c *counter) error {
				n := model.Draw(r, "n", rapid.IntRange(0, 20))
				c.model += n
				if c.system += n; n > 9 {
					c.system++
				}
				return nil
			},
		},
		Law: func(c *counter) error {
			if c.system != c.model {
				return errors.New("the counter is wrong")
			}
			return nil
		},
	}
}

func ExampleFind() {
	failure := model.Find(counterMachine())
	fmt.Println(failure)
	// Output: model: the counter is wrong; after: add n 10
}

func ExampleDraw() {
	m := counterMachine()
	m.Steps["add"] = func(r *model.Run, c *counter) error {
		model.Draw(r, "n", rapid.IntRange(0, 20)) // drawn and not used: nothing can go wrong
		return nil
	}
	var failure *model.Failure = model.Find(m)
	fmt.Println(failure == nil)
	// Output: true
}

func ExampleCheck() {
	t := &note{} // in a file of tests: t *testing.T
	done := make(chan struct{})
	go func() {
		defer close(done)
		model.Check(t, counterMachine())
	}()
	<-done
	fmt.Println("failed:", t.failed)
	// Output: failed: true
}

// note is a test that notes its failure.
type note struct {
	rapid.TB
	failed bool
}

func (*note) Helper()                 {}
func (*note) Name() string            { return "note" }
func (*note) Logf(string, ...any)     {}
func (n *note) Errorf(string, ...any) { n.failed = true }
func (n *note) Fatalf(string, ...any) { n.failed = true }
func (n *note) FailNow()              { n.failed = true }
func (n *note) Failed() bool          { return n.failed }

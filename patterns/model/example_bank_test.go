package model_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"

	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/patterns/model"
)

var errRefused = errors.New("refused")

// bank is the system under test. fault plants a mistake in it.
type bank struct {
	balance map[string]int64
	fault   string
}

func (b *bank) deposit(to string, cents int64) error {
	tooMuch := b.balance[to] > math.MaxInt64-cents
	if cents <= 0 || tooMuch && b.fault != "overflow" {
		return errRefused
	}
	b.balance[to] += cents
	return nil
}

func (b *bank) withdraw(from string, cents int64) error {
	if cents <= 0 || cents > b.balance[from] && b.fault != "overdraft" {
		return errRefused
	}
	b.balance[from] -= cents
	return nil
}

func (b *bank) transfer(from, to string, cents int64) error {
	if err := b.withdraw(from, cents); err != nil {
		return err
	}
	if b.fault == "lost transfer" {
		return nil
	}
	if err := b.deposit(to, cents); err != nil {
		b.balance[from] += cents // as it was
		return err
	}
	return nil
}

// books is what a test holds against the bank: the sum of all money, which only
// deposits and withdrawals change.
type books struct {
	*bank
	sum big.Int // of all money: more than an int64 holds
}

func bankMachine(fault string) model.Machine[*books] {
	account := rapid.SampledFrom([]string{"ann", "bob"})
	cents := rapid.OneOf(rapid.Int64Range(-1, 100), rapid.SampledFrom([]int64{math.MaxInt64}))
	return model.Machine[*books]{
		Start: func() *books { return &books{bank: &bank{balance: map[string]int64{}, fault: fault}} },
		Steps: map[string]func(*model.Run, *books) error{
			"deposit": func(r *model.Run, s *books) error {
				n := model.Draw(r, "cents", cents)
				if s.deposit(model.Draw(r, "to", account), n) == nil {
					s.sum.Add(&s.sum, big.NewInt(n))
				}
				return nil
			},
			"withdraw": func(r *model.Run, s *books) error {
				n := model.Draw(r, "cents", cents)
				if s.withdraw(model.Draw(r, "from", account), n) == nil {
					s.sum.Sub(&s.sum, big.NewInt(n))
				}
				return nil
			},
			"transfer": func(r *model.Run, s *books) error {
				return ignoreRefusal(s.transfer(model.Draw(r, "from", account), model.Draw(r, "to", account), model.Draw(r, "cents", cents)))
			},
		},
		Law: func(s *books) error {
			var total big.Int
			for _, cents := range s.balance {
				if cents < 0 {
					return errors.New("a balance is below zero")
				}
				total.Add(&total, big.NewInt(cents))
			}
			if total.Cmp(&s.sum) != 0 {
				return errors.New("money was made or lost")
			}
			return nil
		},
	}
}

func ignoreRefusal(err error) error {
	if errors.Is(err, errRefused) {
		return nil
	}
	return err
}

// Property-test a bank account: which properties?
//
// Laws that hold after every sequence of operations: no balance below zero, and money is neither made nor
// lost, so the sum changes only by what was deposited and withdrawn. Draw random sequences, with the edges of
// int64 among the amounts, and check after each step. Then plant faults: a suite that does not catch them
// proves nothing.
//
// Follow-ups:
//   - What is shrinking? After a failure rapid tries shorter sequences and smaller numbers, and reports the least that still fails.
//   - And under concurrency? Record calls and returns and ask a checker such as porcupine whether some sequential order explains them.
//   - What is the model? The simplest thing that is right, such as a sum or a map; if it repeats the code it repeats the mistake.
//
// Pitfalls:
//   - Drawing only polite values: overflow and overdraft need the edges.
//   - Laws about one operation: most faults need two or three steps.
//
// Trade-offs: Properties find what nobody thought of and say little about what the amounts should be; keep a few examples beside them.
//
// From Python: The hypothesis library does the same with rules and invariants. The Python original's two properties test deposits alone: they catch neither
// an overdraft nor a lost transfer, and "deposits commute" cannot fail for unbounded integers; with int64 it is false once a sum can overflow.
//
// Level: mid. Tags: testing, properties, rapid. See: patterns/fuzz, patterns/tables.
func Example_bank() {
	for _, fault := range []string{"none", "overdraft", "lost transfer", "overflow"} {
		failure := model.Find(bankMachine(fault))
		if failure == nil {
			fmt.Println(fault+":", "the laws hold")
			continue
		}
		fmt.Printf("%s: %v, shown in %d steps\n", fault, failure.Err, len(failure.Steps))
	}
	// Output:
	// none: the laws hold
	// overdraft: a balance is below zero, shown in 1 steps
	// lost transfer: money was made or lost, shown in 2 steps
	// overflow: a balance is below zero, shown in 2 steps
}

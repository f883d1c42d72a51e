package model_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/patterns/model"
)

// What an operation of the vault refuses, and why.
var (
	errAmount   = errors.New("the amount is not positive")
	errFunds    = errors.New("the balance is too small")
	errOverflow = errors.New("the balance would overflow")
	errNobody   = errors.New("no such account")
)

// vault is the bank in full: each operation says why it refuses. fault plants one mistake.
type vault struct {
	cents map[string]int64
	fault string
	count int              // of withdrawals
	shown map[string]int64 // what a cached balance shows
}

func newVault(fault string) *vault {
	return &vault{cents: map[string]int64{"ann": 0, "bob": 0}, fault: fault, shown: map[string]int64{}}
}

func (v *vault) is(fault string) bool { return v.fault == fault }

func (v *vault) known(name string) error {
	if _, ok := v.cents[name]; !ok && !v.is("money for nobody is taken") {
		return errNobody
	}
	return nil
}

func (v *vault) balance(of string) (int64, error) {
	if err := v.known(of); err != nil {
		return 0, err
	}
	if v.is("a balance once shown is shown for ever") {
		if _, ok := v.shown[of]; !ok {
			v.shown[of] = v.cents[of]
		}
		return v.shown[of], nil
	}
	return v.cents[of], nil
}

func (v *vault) deposit(to string, cents int64) error {
	if err := v.known(to); err != nil {
		return err
	}
	least := int64(1)
	switch {
	case v.is("a deposit of nothing is taken"):
		least = 0
	case v.is("a deposit may be negative"):
		least = math.MinInt64
	}
	room := math.MaxInt64 - max(v.cents[to], 0)
	switch {
	case cents < least:
		return errAmount
	case v.is("a deposit may overflow"):
	case v.is("the last cent before the overflow is refused") && cents == room:
		return errOverflow
	case cents > room && v.is("a refused deposit is kept as far as it goes"):
		v.cents[to] = math.MaxInt64
		return errOverflow
	case cents > room && v.is("an overflow is taken for a wrong amount"):
		return errAmount
	case cents > room && v.is("a deposit that is too large is cut, and taken"):
		v.cents[to] = math.MaxInt64
		return nil
	case cents > room:
		return errOverflow
	}
	switch {
	case v.is("a deposit is lost"):
	case v.is("a deposit counts twice"):
		v.cents[to] += 2 * cents
	case v.is("a deposit replaces the balance"):
		v.cents[to] = cents
	case v.is("a deposit goes to the other"):
		v.cents[other(to)] += cents
	case v.is("amounts are of 32 bits"):
		v.cents[to] += int64(int32(cents))
	case v.is("balances are floating point"):
		v.cents[to] = int64(float64(v.cents[to]) + float64(cents))
	default:
		v.cents[to] += cents
	}
	return nil
}

func (v *vault) withdraw(from string, cents int64) error {
	if err := v.known(from); err != nil {
		return err
	}
	funds := v.cents[from]
	switch {
	case cents <= 0 && !v.is("a withdrawal may be negative"):
		return errAmount
	case v.is("an overdraft is paid"):
	case v.is("an overdraft of one cent is paid") && cents == funds+1:
	case v.is("the last cent stays") && cents == funds:
		return errFunds
	case cents > funds && v.is("a refused withdrawal is taken nevertheless"):
		v.cents[from] = 0
		return errFunds
	case cents > funds:
		return errFunds
	}
	v.count++
	switch {
	case v.is("a withdrawal is added"):
		v.cents[from] += cents
	case v.is("a withdrawal is not booked"):
	case v.is("every third withdrawal costs a cent") && v.count%3 == 0 && v.cents[from] > cents:
		v.cents[from] -= cents + 1
	default:
		v.cents[from] -= cents
	}
	return nil
}

func (v *vault) transfer(from, to string, cents int64) error {
	for _, name := range []string{from, to} {
		if err := v.known(name); err != nil {
			return err
		}
	}
	if v.is("a transfer to oneself makes money") && from == to && cents > 0 && cents <= v.cents[from] {
		v.cents[from] += cents // both balances were read before either was written
		return nil
	}
	if v.is("a transfer goes the other way") {
		from, to = to, from
	}
	if !v.is("a transfer is not taken from the giver") {
		if err := v.withdraw(from, cents); err != nil {
			return err
		}
	}
	if v.is("a transfer never arrives") {
		return nil
	}
	if err := v.deposit(to, cents); err != nil {
		switch {
		case v.is("a transfer that is refused is not given back"):
		default:
			v.cents[from] += cents
		}
		return err
	}
	if v.is("a transfer arrives twice") {
		_ = v.deposit(to, cents)
	}
	return nil
}

func other(name string) string {
	if name == "ann" {
		return "bob"
	}
	return "ann"
}

// ledger is the model: what is right, in numbers that cannot overflow.
type ledger map[string]*big.Int

// move says what a transfer must do; "" is the outside, where money comes from and goes to.
func (l ledger) move(from, to string, cents int64) error {
	amount := big.NewInt(cents)
	for _, name := range []string{from, to} {
		if name != "" && l[name] == nil {
			return errNobody
		}
	}
	switch {
	case cents <= 0:
		return errAmount
	case from != "" && l[from].Cmp(amount) < 0:
		return errFunds
	case to != "" && to != from && !new(big.Int).Add(l[to], amount).IsInt64():
		return errOverflow
	}
	if from != "" {
		l[from].Sub(l[from], amount)
	}
	if to != "" {
		l[to].Add(l[to], amount)
	}
	return nil
}

// audited is a vault beside its model.
type audited struct {
	*vault
	books ledger
}

// compare is what every step ends with: both did the same, or refused for the same reason.
func compare(did, must error) error {
	if did != must { //nolint:errorlint // the operations return these very errors
		return fmt.Errorf("it says %q, and must say %q", fmt.Sprint(did), fmt.Sprint(must))
	}
	return nil
}

func vaultMachine(fault string) model.Machine[*audited] {
	names := rapid.SampledFrom([]string{"ann", "bob", "eve"}) // eve has no account
	amounts := rapid.OneOf(rapid.Int64Range(-1, 5), rapid.SampledFrom([]int64{1 << 32, 1<<53 + 1, math.MaxInt64 - 1, math.MaxInt64}))
	return model.Machine[*audited]{
		Start: func() *audited {
			return &audited{newVault(fault), ledger{"ann": new(big.Int), "bob": new(big.Int)}}
		},
		Steps: map[string]func(*model.Run, *audited) error{
			"deposit": func(r *model.Run, a *audited) error {
				to, n := model.Draw(r, "to", names), model.Draw(r, "cents", amounts)
				return compare(a.deposit(to, n), a.books.move("", to, n))
			},
			"withdraw": func(r *model.Run, a *audited) error {
				from, n := model.Draw(r, "from", names), model.Draw(r, "cents", amounts)
				return compare(a.withdraw(from, n), a.books.move(from, "", n))
			},
			"transfer": func(r *model.Run, a *audited) error {
				from, to, n := model.Draw(r, "from", names), model.Draw(r, "to", names), model.Draw(r, "cents", amounts)
				return compare(a.transfer(from, to, n), a.books.move(from, to, n))
			},
		},
		Law: func(a *audited) error {
			for _, name := range []string{"ann", "bob"} { // in order: rapid shrinks what fails in the same way
				must := a.books[name]
				shows, err := a.balance(name)
				if err != nil {
					return err
				}
				if !must.IsInt64() || shows != must.Int64() {
					return fmt.Errorf("%s has %d, and must have %v", name, shows, must)
				}
			}
			if _, err := a.balance("eve"); err != errNobody { //nolint:errorlint // as above
				return errors.New("eve has an account")
			}
			return nil
		},
	}
}

// faults are what was planted, and in how many steps the shortest failure that is found shows it.
var faults = map[string]int{
	"a balance once shown is shown for ever":        2,
	"money for nobody is taken":                     1,
	"a deposit of nothing is taken":                 1,
	"a deposit may be negative":                     1,
	"a deposit may overflow":                        2,
	"the last cent before the overflow is refused":  1,
	"a refused deposit is kept as far as it goes":   2,
	"an overflow is taken for a wrong amount":       2,
	"a deposit that is too large is cut, and taken": 2,
	"a deposit is lost":                             1,
	"a deposit counts twice":                        1,
	"a deposit replaces the balance":                2,
	"a deposit goes to the other":                   1,
	"amounts are of 32 bits":                        1,
	"balances are floating point":                   1,
	"a withdrawal may be negative":                  1,
	"an overdraft is paid":                          1,
	"an overdraft of one cent is paid":              1,
	"the last cent stays":                           2,
	"a refused withdrawal is taken nevertheless":    2,
	"a withdrawal is added":                         2,
	"a withdrawal is not booked":                    2,
	"every third withdrawal costs a cent":           5,
	"a transfer to oneself makes money":             2,
	"a transfer goes the other way":                 2,
	"a transfer is not taken from the giver":        1,
	"a transfer never arrives":                      2,
	"a transfer that is refused is not given back":  3,
	"a transfer arrives twice":                      2,
}

func TestTheVaultKeepsItsLaws(t *testing.T) { model.Check(t, vaultMachine("")) }

func TestEveryFaultOfTheVaultIsFoundAndShrunk(t *testing.T) {
	for fault, steps := range faults {
		f := model.Find(vaultMachine(fault))
		require.NotNil(t, f, fault)
		require.LessOrEqual(t, len(f.Steps), steps, "%s: %v", fault, f)
	}
}

// twoProperties are those of the Python original: a deposit never makes a balance
// negative, and deposits commute.
func twoProperties(fault string, amount, either *rapid.Generator[int64]) (neverNegative, commute model.Machine[int]) {
	property := func(law func(r *model.Run) error) model.Machine[int] {
		return model.Machine[int]{
			Start: func() int { return 0 },
			Steps: map[string]func(*model.Run, int) error{"try": func(r *model.Run, _ int) error { return law(r) }},
		}
	}
	after := func(amounts ...int64) (int64, error) {
		v := newVault(fault)
		for _, n := range amounts {
			_ = v.deposit("ann", n)
		}
		return v.balance("ann")
	}
	neverNegative = property(func(r *model.Run) error {
		balance, err := after(model.Draw(r, "amount", amount))
		if err == nil && balance < 0 {
			err = fmt.Errorf("the balance is %d", balance)
		}
		return err
	})
	commute = property(func(r *model.Run) error {
		a, b := model.Draw(r, "a", either), model.Draw(r, "b", either)
		one, _ := after(a, b)
		other, err := after(b, a)
		if err == nil && one != other {
			err = fmt.Errorf("%d and %d", one, other)
		}
		return err
	})
	return neverNegative, commute
}

// The Python original tests deposits alone, and of polite amounts.
func TestTheTwoPropertiesCatchOneFault(t *testing.T) {
	var caught []string
	for fault := range faults {
		neverNegative, commute := twoProperties(fault, rapid.Int64Range(0, 10_000), rapid.Int64Range(0, 1000)) // its ranges
		if model.Find(neverNegative) != nil || model.Find(commute) != nil {
			caught = append(caught, fault)
		}
	}
	require.Equal(t, []string{"a deposit replaces the balance"}, caught, "of %d", len(faults))
}

// "Deposits commute" is no law where integers end: of two deposits that do not both fit the first is taken.
func TestDepositsCommuteOnlyWhereNothingOverflows(t *testing.T) {
	_, polite := twoProperties("", nil, rapid.Int64Range(0, 1000))
	require.Nil(t, model.Find(polite))
	_, wide := twoProperties("", nil, rapid.SampledFrom([]int64{0, 1, math.MaxInt64}))
	require.NotNil(t, model.Find(wide))
}

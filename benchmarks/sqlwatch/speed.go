package sqlwatch

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/XSAM/otelsql"
	"github.com/ngrok/sqlmw"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// idle is a driver that does nothing, so that what is timed is the wrapper, under
// what database/sql itself takes.
type idle struct{ driver.Conn }

func (idle) Connect(context.Context) (driver.Conn, error) { return &idle{}, nil }
func (idle) Driver() driver.Driver                        { return opener{idle{}} }
func (*idle) Close() error                                { return nil }
func (*idle) ExecContext(_ context.Context, _ string, args []driver.NamedValue) (driver.Result, error) {
	return driver.RowsAffected(args[0].Value.(int64)), nil
}

// forgetEach is after how many queries a log is emptied, as the next test would.
const forgetEach = 1000

// contestant runs a query through a wrapper. record, if there is one, begins a new log.
type contestant struct {
	library string
	db      func() *sql.DB
	record  func() context.Context
}

func (c contestant) start() (run func(int), stop func(), err error) {
	db := c.db()
	ctx := context.Background()
	query := func(n int) error {
		for i := range n {
			if c.record != nil && i%forgetEach == 0 {
				ctx = c.record()
			}
			result, err := db.ExecContext(ctx, `UPDATE item SET name = 'x' WHERE id = ?`, 7)
			if err != nil {
				return err
			}
			if rows, err := result.RowsAffected(); err != nil || rows != 7 {
				return fmt.Errorf("answer %d, %v", rows, err)
			}
		}
		return nil
	}
	run = func(n int) {
		if err := query(n); err != nil {
			panic(err)
		}
	}
	return run, func() { _ = db.Close() }, query(1)
}

func open(w watcher) func() *sql.DB { return func() *sql.DB { return sql.OpenDB(w.wrap(idle{})) } }

func bare() contestant {
	return contestant{harness.HandWritten, func() *sql.DB { return sql.OpenDB(idle{}) }, nil}
}

func unwatched() []contestant {
	return []contestant{
		{harness.Ours, open(ours()), nil},
		{"github.com/ngrok/sqlmw", func() *sql.DB { return sql.OpenDB(intercepted(idle{}, sqlmw.NullInterceptor{})) }, nil},
		{"github.com/XSAM/otelsql", func() *sql.DB { return otelsql.OpenDB(idle{}) }, nil},
		bare(),
	}
}

func watched() []contestant {
	begin := func(w watcher) func() context.Context {
		return func() context.Context {
			ctx, _ := w.record(context.Background())
			return ctx
		}
	}
	counting := contestant{"github.com/ngrok/sqlmw", open(byCounting()), begin(byCounting())}
	return []contestant{{harness.Ours, open(ours()), begin(ours())}, counting, bare()}
}

func jobs() []harness.Job {
	job := func(name string, all []contestant) harness.Job {
		j := harness.Job{Name: name, Unit: "query"}
		for _, c := range all {
			j.Contestants = append(j.Contestants, harness.Contestant{Library: c.library, Start: c.start})
		}
		return j
	}
	return []harness.Job{
		job("a query through the wrapper, nobody looks; hand-written is the bare driver", unwatched()),
		job("a query recorded: ours text, arguments and stack, sqlmw a count of texts; hand-written is bare", watched()),
	}
}

func tables() []harness.Table {
	return []harness.Table{{
		Name: "what a recorded query costs beyond the bare driver", Columns: []string{"wrapper", "ns", "allocations"}, Fill: beyond,
	}}
}

// beyond runs all in turns and subtracts the bare driver's medians.
func beyond(add func(...string)) error {
	const rounds, queries = 31, 10 * forgetEach
	all := append(watched(), contestant{"ours, without a log", open(ours()), nil})
	times, allocs := make([][]float64, len(all)), make([]float64, len(all))
	runs := make([]func(int), len(all))
	for i, c := range all {
		run, stop, err := c.start()
		if err != nil {
			return err
		}
		defer stop()
		runs[i] = run
	}
	for range rounds {
		for i, run := range runs {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			begin := time.Now()
			run(queries)
			times[i] = append(times[i], float64(time.Since(begin).Nanoseconds())/queries)
			runtime.ReadMemStats(&after)
			allocs[i] += float64(after.Mallocs-before.Mallocs) / queries / rounds
		}
	}
	median := func(i int) float64 { slices.Sort(times[i]); return times[i][rounds/2] }
	floor := slices.IndexFunc(all, func(c contestant) bool { return c.library == harness.HandWritten })
	for i, c := range all {
		if i != floor {
			add(c.library, fmt.Sprintf("%.0f", median(i)-median(floor)), fmt.Sprintf("%.2f", allocs[i]-allocs[floor]))
		}
	}
	return nil
}

package sqlwatch_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/sqlwatch"
)

// idle is a driver that does nothing, so that what is seen is the wrapper's.
type idle struct{ driver.Conn }

func (idle) Connect(context.Context) (driver.Conn, error) { return &idle{}, nil }
func (idle) Driver() driver.Driver                        { return nil }
func (*idle) Close() error                                { return nil }
func (*idle) ExecContext(context.Context, string, []driver.NamedValue) (driver.Result, error) {
	return driver.ResultNoRows, nil
}

// TestAllocations is not parallel, and neither is any other test here: others' allocations would count.
func TestAllocations(t *testing.T) {
	bare, err := idle{}.Connect(t.Context())
	require.NoError(t, err)
	wrapped, err := sqlwatch.Wrap(idle{}).Connect(t.Context())
	require.NoError(t, err)
	args := []driver.NamedValue{
		{Ordinal: 1, Value: int64(7)},
		{Ordinal: 2, Value: "name"},
		{Ordinal: 3, Value: []byte("blob")},
		{Ordinal: 4, Value: 2.5},
		{Ordinal: 5, Value: true},
		{Ordinal: 6, Value: time.Unix(1, 0)},
		{Ordinal: 7, Value: nil},
	}
	allocs := func(c driver.Conn, ctx context.Context) float64 {
		e := c.(driver.ExecerContext)
		return testing.AllocsPerRun(5000, func() {
			if _, err := e.ExecContext(ctx, `SELECT name FROM item WHERE id = ?`, args); err != nil {
				t.Error(err)
			}
		})
	}
	recorded, log := sqlwatch.Record(t, t.Context())
	require.Zero(t, allocs(bare, t.Context()))
	require.Zero(t, allocs(wrapped, t.Context()), "without a log")
	require.Zero(t, allocs(wrapped, recorded), "with a log: less than one, and the mean is rounded down")
	require.Equal(t, 5001, log.Count())

	// In all: the log grows by chunks.
	total := testing.AllocsPerRun(1, func() {
		for range 6400 {
			_, err := wrapped.(driver.ExecerContext).ExecContext(recorded, `SELECT name FROM item WHERE id = ?`, args[:1])
			if err != nil {
				t.Error(err)
			}
		}
	})
	require.Less(t, total, 6400*0.05)
}

func BenchmarkQuery(b *testing.B) {
	recorded, log := sqlwatch.Record(b, b.Context())
	for _, c := range []struct {
		name      string
		connector driver.Connector
		ctx       context.Context
	}{{"bare", idle{}, recorded}, {"no log", sqlwatch.Wrap(idle{}), b.Context()}, {"recorded", sqlwatch.Wrap(idle{}), recorded}} {
		db := sql.OpenDB(c.connector)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				if _, err := db.ExecContext(c.ctx, `SELECT name FROM item WHERE id = ?`, 7); err != nil {
					b.Fatal(err)
				}
				if n++; n%10_000 == 0 {
					log.Reset()
				}
			}
		})
		require.NoError(b, db.Close())
	}
}

package sqlwatch

import (
	"context"
	"database/sql/driver"
	"slices"
	"strings"
	"sync"

	"github.com/ngrok/sqlmw"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// byCounting is what one writes in an hour: an interceptor that counts equal texts; three are a loop.
func byCounting() watcher {
	return watcher{
		library: harness.HandWritten,
		wrap:    func(c driver.Connector) driver.Connector { return intercepted(c, &counting{}) },
		record: func(ctx context.Context) (context.Context, func(...string) []finding) {
			t := &texts{counts: map[string]int{}}
			return context.WithValue(ctx, textsKey{}, t), t.repeated
		},
	}
}

type textsKey struct{}

// texts counts what was asked under a context.
type texts struct {
	mu     sync.Mutex
	counts map[string]int
}

func (t *texts) repeated(allow ...string) (all []finding) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for text, n := range t.counts {
		if n >= 3 && !slices.ContainsFunc(allow, func(part string) bool { return strings.Contains(text, part) }) {
			all = append(all, finding{kind: "repeated", count: n})
		}
	}
	return all
}

func count(ctx context.Context, text string) {
	if t, ok := ctx.Value(textsKey{}).(*texts); ok {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.counts[text]++
	}
}

// counting is the interceptor.
type counting struct{ sqlmw.NullInterceptor }

func (*counting) ConnExecContext(ctx context.Context, conn driver.ExecerContext, query string, args []driver.NamedValue) (driver.Result, error) {
	count(ctx, query)
	return conn.ExecContext(ctx, query, args)
}

func (*counting) ConnQueryContext(ctx context.Context, conn driver.QueryerContext, query string, args []driver.NamedValue) (context.Context, driver.Rows, error) {
	count(ctx, query)
	rows, err := conn.QueryContext(ctx, query, args)
	return ctx, rows, err
}

func (*counting) StmtExecContext(ctx context.Context, stmt driver.StmtExecContext, query string, args []driver.NamedValue) (driver.Result, error) {
	count(ctx, query)
	return stmt.ExecContext(ctx, args)
}

func (*counting) StmtQueryContext(ctx context.Context, stmt driver.StmtQueryContext, query string, args []driver.NamedValue) (context.Context, driver.Rows, error) {
	count(ctx, query)
	rows, err := stmt.QueryContext(ctx, args)
	return ctx, rows, err
}

// intercepted is a connector behind sqlmw, which wraps drivers.
func intercepted(c driver.Connector, i sqlmw.Interceptor) driver.Connector {
	return viaDriver{sqlmw.Driver(opener{c}, i)}
}

// opener is the driver of one connector.
type opener struct{ c driver.Connector }

func (o opener) Open(string) (driver.Conn, error) { return o.c.Connect(context.Background()) }

// viaDriver is the connector of a driver.
type viaDriver struct{ d driver.Driver }

func (v viaDriver) Connect(context.Context) (driver.Conn, error) { return v.d.Open("") }
func (v viaDriver) Driver() driver.Driver                        { return v.d }

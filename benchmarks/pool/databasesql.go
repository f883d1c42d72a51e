package pool

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// connector is a driver whose connections are things.
type connector struct{ plan }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	t, err := c.open(ctx)
	if err != nil {
		return nil, err
	}
	return &connection{t, c.plan}, nil
}

func (c connector) Driver() driver.Driver { return nil }

type connection struct {
	*thing

	plan plan
}

var errNoStatements = errors.New("a thing has no statements")

func (c *connection) Prepare(string) (driver.Stmt, error) { return nil, errNoStatements }
func (c *connection) Begin() (driver.Tx, error)           { return nil, errNoStatements }

func (c *connection) Close() error {
	if c.plan.close != nil {
		c.plan.close(c.thing)
	}
	return nil
}

// IsValid is asked when a connection is given back, ResetSession before it is used again.
func (c *connection) IsValid() bool { return !c.unsound.Load() }

func (c *connection) ResetSession(context.Context) error {
	if c.unsound.Load() {
		return driver.ErrBadConn
	}
	return nil
}

func databaseSQL() peer {
	return peer{
		library: harness.Stdlib, lifetimes: true, idles: true, checks: true, does: true, closes: true, broken: driver.ErrBadConn,
		pool: func(asked plan) (lent, error) {
			db := sql.OpenDB(connector{asked})
			db.SetMaxOpenConns(asked.max)
			db.SetMaxIdleConns(asked.max)
			db.SetConnMaxLifetime(asked.lifetime)
			db.SetConnMaxIdleTime(asked.idle)
			do := func(ctx context.Context, use func(context.Context, *thing) error) error {
				c, err := db.Conn(ctx)
				if err != nil {
					return err
				}
				defer c.Close()
				return c.Raw(func(conn any) error { return use(ctx, conn.(*connection).thing) })
			}
			return lent{
				with: func(ctx context.Context, use func(*thing)) error {
					c, err := db.Conn(ctx)
					if err != nil {
						return err
					}
					err = c.Raw(func(conn any) error { use(conn.(*connection).thing); return nil })
					return errors.Join(err, c.Close())
				},
				acquire: func(ctx context.Context) (lease, error) {
					c, err := db.Conn(ctx)
					if err != nil {
						return lease{}, err
					}
					l := lease{release: c.Close}
					err = c.Raw(func(conn any) error { l.thing = conn.(*connection).thing; return nil })
					return l, err
				},
				do:    do,
				close: func() { _ = db.Close() },
			}, nil
		},
	}
}

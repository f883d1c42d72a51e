package tx_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	_ "modernc.org/sqlite"
)

var errSerialise = errors.New("could not serialise")

// inTx commits when f returns nil, and else rolls back; it runs everything again
// when another transaction was in the way.
func inTx(ctx context.Context, db *sql.DB, attempts int, f func(*sql.Tx) error) (err error) {
	for range attempts {
		err = func() error {
			tx, err := db.BeginTx(ctx, nil)
			if err != nil {
				return err
			}
			defer tx.Rollback() // does nothing after Commit
			if err := f(tx); err != nil {
				return err
			}
			return tx.Commit()
		}()
		if !errors.Is(err, errSerialise) {
			return err
		}
	}
	return err
}

// inSavepoint is the transaction inside the transaction.
func inSavepoint(ctx context.Context, tx *sql.Tx, f func() error) error {
	if _, err := tx.ExecContext(ctx, `SAVEPOINT inner_one`); err != nil {
		return err
	}
	if err := f(); err != nil {
		_, undo := tx.ExecContext(ctx, `ROLLBACK TO inner_one; RELEASE inner_one`)
		return errors.Join(err, undo)
	}
	_, err := tx.ExecContext(ctx, `RELEASE inner_one`)
	return err
}

// Nested transactions: how do you do them?
//
// SQL has no transaction in a transaction, it has savepoints: SAVEPOINT, then RELEASE to
// keep or ROLLBACK TO to undo what came since, and only that. The outermost COMMIT decides
// about everything. A serialisation failure ends the whole transaction, so only the
// outermost can be run again, function and all.
//
// Follow-ups:
//   - What does tx.Run add? Nesting found through the context, savepoints with names of their own, rollback on panic and Goexit, retries with backoff, and a connection that never returns to the pool inside a transaction.
//   - Why must the inner function not catch the serialisation failure? The engine has aborted the transaction: every later statement fails.
//   - What about e-mails and other effects? Collect them and send after the commit, or write them to an outbox table in the same transaction.
//
// Pitfalls:
//   - Calling db.Exec inside the function uses another connection: it sees nothing of the transaction, and waits for it for ever when the pool has one connection.
//   - defer tx.Rollback() without a Commit at the end discards the work, silently.
//
// Trade-offs: Savepoints cost a round trip each and memory in the server; where the inner part need not be undone
// alone, pass the transaction and use none.
//
// From Python: SQLAlchemy's begin_nested and Django's atomic do the same. The Python original's save has no transaction at all: it
// updates two indexes one after the other, and an exception between them leaves them apart.
//
// Level: senior. Tags: databases, transactions, savepoints. Since: go1.8. Needs: sqlite. See: [database/sql], patterns/storage, decorators/retry.
func Example_savepoint() {
	ctx := context.Background()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, `CREATE TABLE step (name TEXT)`); err != nil {
		fmt.Println(err)
		return
	}
	steps := func() (names string) {
		if err := db.QueryRowContext(ctx, `SELECT coalesce(group_concat(name), 'none') FROM step`).Scan(&names); err != nil {
			return err.Error()
		}
		return names
	}
	add := func(tx *sql.Tx, name string) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO step VALUES (?)`, name)
		return err
	}

	err = inTx(ctx, db, 1, func(tx *sql.Tx) error {
		inner := inSavepoint(ctx, tx, func() error {
			return errors.Join(add(tx, "inner"), errors.New("not this part"))
		})
		fmt.Println("inner:", inner)
		return add(tx, "outer")
	})
	fmt.Println("committed:", steps(), err)

	attempts := 0
	err = inTx(ctx, db, 3, func(tx *sql.Tx) error {
		attempts++
		return inSavepoint(ctx, tx, func() error {
			if attempts == 1 {
				return errSerialise // what PostgreSQL reports with SQLSTATE 40001
			}
			return add(tx, "again")
		})
	})
	fmt.Println("run", attempts, "times:", steps(), err)
	// Output:
	// inner: not this part
	// committed: outer <nil>
	// run 2 times: outer,again <nil>
}

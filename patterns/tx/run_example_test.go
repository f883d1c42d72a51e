package tx_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/goconcepts/cookbook/patterns/tx"
)

func ExampleRun() {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // each connection to :memory: is a database of its own
	ctx := context.Background()
	if _, err := db.ExecContext(ctx, `CREATE TABLE item (name TEXT)`); err != nil {
		fmt.Println(err)
		return
	}
	err = tx.Run(ctx, db, func(ctx context.Context, q tx.Querier) error {
		if _, err := q.ExecContext(ctx, `INSERT INTO item VALUES ('order')`); err != nil {
			return err
		}
		bonus := tx.Run(ctx, db, func(ctx context.Context, q tx.Querier) error {
			if _, err := q.ExecContext(ctx, `INSERT INTO item VALUES ('bonus')`); err != nil {
				return err
			}
			return errors.New("no bonus today")
		}, &tx.Options{})
		fmt.Println("bonus:", bonus)
		return nil
	}, nil)
	var names string
	scan := db.QueryRowContext(ctx, `SELECT group_concat(name) FROM item`).Scan(&names)
	fmt.Println(names, err, scan)
	// Output:
	// bonus: no bonus today
	// order <nil> <nil>
}

func ExampleRetryable() {
	fmt.Println(tx.Retryable(fmt.Errorf("save: %w", lost{"40001"})))
	fmt.Println(tx.Retryable(errors.New("no such table")))
	// Output:
	// true
	// false
}

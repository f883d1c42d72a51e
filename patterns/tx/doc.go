// Package tx runs a function in a database transaction: commit when it returns
// nil, rollback on an error, a panic or [runtime.Goexit]. A transaction inside a
// transaction is a SAVEPOINT, and what fails only because another transaction was
// faster is run again, as a whole.
//
// A single statement needs none of this: it is a transaction by itself. A function
// that must not be run twice, since it sends mail, should collect what to send and
// send it after Run has returned.
//
// # From Python
//
//	Python                                   Go
//	with session.begin():                    tx.Run(ctx, db, f, nil)
//	with session.begin_nested():             tx.Run with the ctx that f was given
//	transaction.atomic (Django)              the same: nested is a SAVEPOINT
//	a retry decorator around the function    Options.Attempts
//
// # Cost
//
// Run adds two round trips, BEGIN and COMMIT; a nested one SAVEPOINT and RELEASE.
// It starts no goroutine. It works over database/sql with any driver whose engine
// has SAVEPOINT: SQLite, PostgreSQL, MySQL.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - savepoint (senior): Nested transactions: how do you do them?
package tx

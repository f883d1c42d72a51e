// Package sqlwatch catches N+1 queries in tests, by file and line: it wraps a
// database/sql driver, records the queries that run under a test's context, and
// says where a loop asks the database again and again.
//
//	db := sql.OpenDB(sqlwatch.Wrap(connector))
//	ctx, log := sqlwatch.Record(t, t.Context())
//	page, err := loadPage(ctx, db)
//	log.NoNPlusOne()
//
// It tells three kinds apart, the N+1, the forgotten answer and the loop of writes, knows paging and
// savepoints from loops, and lets the rest be allowed by name. It sees what passes through database/sql with the
// test's context, from whatever ORM or goroutine: db.Query without a context is not seen, nor is a pool of pgx's own.
//
// The proof that needs no threshold is [Constant]: the number of queries is the same
// for 1, 10 and 100 parents. Where one query is all there is to count, a counter in a
// fake suffices; where a test says how many there may be, [Log.MaxQueries].
//
// # From Python
//
//	Python                            Go
//	nplusone                          Log.NoNPlusOne
//	assertNumQueries(2)               Log.MaxQueries(2), or log.Count() == 2
//	nothing                           Constant: the same count at every size
//
// # Cost
//
// A query without a log in its context costs one look-up and no allocation. A recorded one takes some 120 ns
// and less than a tenth of an allocation: the text is kept as it is, arguments are hashed, and the way through the
// code is found among those seen before, by the frame pointers. Shapes, files and lines are made when somebody
// asks. Where there are no frame pointers, such as on 386, runtime.Callers takes a microsecond. No goroutine is
// started.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - detect (senior): How does a test catch N+1 before production does?
package sqlwatch

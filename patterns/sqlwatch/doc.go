// Package sqlwatch catches N+1 queries in tests, by file and line: it wraps a
// database/sql driver, records the queries that run under a test's context, and
// says where a loop asks the database again and again.
//
//	db := sql.OpenDB(sqlwatch.Wrap(connector))
//	ctx, log := sqlwatch.Record(ctx)
//	page, err := loadPage(ctx, db)
//	for _, f := range log.Findings() { t.Error(f) }
//
// The proof that needs no threshold is [Constant]: the number of queries is the same
// for 1, 10 and 100 parents. Where one query is all there is to count, a counter in a
// fake suffices.
//
// # From Python
//
//	Python                            Go
//	nplusone, django-assert-num-queries   Log.Findings, Log.Count
//	assertNumQueries(2)                   log.Count() == 2
//	nothing                               Constant: the same count at every size
//
// # Cost
//
// A query without a log in its context costs one look-up. A recorded one takes a
// fraction of a microsecond: the shape of its text and a few return addresses, which
// are resolved when somebody asks. No goroutine is started.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - detect (senior): How does a test catch N+1 before production does?
package sqlwatch

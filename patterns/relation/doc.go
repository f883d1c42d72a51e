// Package relation answers the questions on related rows: N+1 and its cures, joins,
// batches, and what an engine does with an index. The answers are the whiteboard
// versions, on database/sql and the engine's own plans; the package has no code to
// import. [github.com/goconcepts/cookbook/patterns/sqlwatch] is the detector that goes
// with them, and [github.com/goconcepts/cookbook/patterns/tx] has the transactions.
//
// # From Python
//
//	Python                       Go
//	user.posts in a loop         a query each: N+1
//	selectinload                 IN with the parents' keys, a map from key to parent
//	joinedload                   one JOIN, rows merged by hand
//	DataLoader                   a batcher that waits for the callers
//
// # Cost
//
// A query for each level moves every row once; a JOIN moves the parents' columns with
// each child.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - nplusone (mid): Kill N+1: how?
//   - batch (senior): Batch loads without the caller knowing: how?
//   - join (senior): When is a JOIN worse than a query for each level?
//   - composite (mid): A composite index: which column comes first?
//   - covering (mid): What is a covering index?
//   - partial (mid): What is a partial index, and which column is dead in it?
//   - selectivity (mid): Selectivity and cardinality: when does the engine ignore your index?
//   - layer (mid): database/sql, sqlc, a query builder or an ORM?
package relation

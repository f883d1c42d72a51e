// Package relation answers the questions on related rows and indexes.
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

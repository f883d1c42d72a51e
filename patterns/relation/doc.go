// Package relation loads related rows without N+1 queries: one query for each relation,
// however many parents there are.
//
//	err := relation.Load(ctx, postgres.On(pool), users, userPosts.Then(postComments))
//
// asks twice, for the posts of all users and the comments of all those posts. A [Source] says where rows
// are, a [Relation] whose they are; [Load] takes them to structs that the caller has, which need no tags. The
// engines are packages of their own, [github.com/goconcepts/cookbook/patterns/relation/sqlite] and
// [github.com/goconcepts/cookbook/patterns/relation/postgres]: all keys of a level are one parameter there, so a
// million parents are no more queries than ten.
//
// Where nobody owns the loop over the parents, as in the resolvers of a graph, [Batched] collects what its goroutines
// [Get] into one query for each level.
//
// This is no ORM: it writes nothing, keeps no identity map and asks for nothing by itself. Where one level is
// all there is, = ANY($1) and a map suffice; patterns/relation/nplusone shows it.
// [github.com/goconcepts/cookbook/patterns/sqlwatch] finds the N+1 that is left in tests, and
// [github.com/goconcepts/cookbook/patterns/tx] has the transactions.
//
// # From Python
//
//	Python                       Go
//	user.posts in a loop         Lazy: a query each, N+1
//	selectinload                 SelectIn, and Bulk, which has no limit on keys
//	selectinload().selectinload  Then
//	DataLoader                   Batched, Loader, Get: no event loop and no timer
//
// # Cost
//
// A query for each relation moves every row once; a JOIN moves the parents' columns with
// each child. Besides the query a child costs a map access, and the children of a relation are
// one allocation that grows.
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

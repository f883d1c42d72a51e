// Package postgres is a store of links in PostgreSQL: for as many machines as one wants,
// each with a [github.com/goconcepts/cookbook/patterns/shortener.Service] of its own over
// the same database. What a call has stored is committed. The tables lie in the first
// schema of the connection's search_path.
//
// Nothing but [Store.Listen] goes beyond what engines that speak PostgreSQL's protocol
// have in common: without it another machine's delete is seen within Config.CacheFor, with
// it at once.
package postgres

// Package shortener is the Python original's URL shortener as a service that keeps
// its promises: strategy, repository, cache and service layer, each in Go's form.
//
//   - The same URL gives the same code; an alias is the user's own code; a link may
//     expire or be deleted.
//   - An acknowledged link is never lost, and no two links share a code: numbers are
//     taken from the store in ranges, so a killed process leaves gaps and no duplicates.
//   - Hits are counted in memory and written in batches. They are exact after
//     [Service.Shutdown], also when the store was away meanwhile or lost its answer to a
//     batch; a killed process loses those of the last [Config].FlushEvery.
//   - A delete is known to the service that made it at once, to all others within
//     [Config].CacheFor. Links expire everywhere when they say, by each machine's clock.
//   - A store that fails or hangs is an error within [Config].Timeout, a 503 of the
//     handler, and needs no restart. What is cached is served for CacheFor meanwhile.
//
// The stores are packages of their own, so that no driver comes along unasked:
// [github.com/goconcepts/cookbook/patterns/shortener/memory],
// [github.com/goconcepts/cookbook/patterns/shortener/sqlite] and
// [github.com/goconcepts/cookbook/patterns/shortener/postgres].
//
// For a handful of redirects none of this is needed: a map and http.Redirect do.
//
// # Many machines
//
// Each has a Service over the same database; they need not know of each other. A range
// of numbers, an atomic addition of hits and a numbered list of deletes are all that they
// share. That asks no more of an engine than transactions and unique indexes; LISTEN, which
// PostgreSQL has, only makes deletes known sooner.
//
// What the parts cost was measured on two cores that others used, too, with PostgreSQL
// on loopback and its fsync off; take it as an order of magnitude, and measure yours:
//
//	go test -run '^$' -bench . ./patterns/shortener/...   # COOKBOOK_POSTGRES names a server
//	go -C benchmarks run . redirect                       # redirects over HTTP
//
//	Resolve, cached                0.45 us, no allocation, no I/O
//	a made-up code                 0.6 us, no I/O
//	Find                           30 us on PostgreSQL, 20 us on SQLite
//	Insert                         50 us and a commit's fsync; 3 ms on SQLite, nearly all of it fsync
//	the question what was deleted  30 us on PostgreSQL
//	a flush of 1,000 links hit     26 ms on PostgreSQL, 12 ms on SQLite: 26 and 12 us a link
//
// One machine: SQLite suffices. Redirects are bound by HTTP; new links by fsync, some
// hundreds a second; hits not at all: 10 flushes a second of 100 links each are a hundredth
// of a core, and an fsync each. What it does not give is service while the machine is away.
//
// Ten machines on one PostgreSQL: 20 questions a second what was deleted, 0.06 % of a
// core. A cached link is read again once a minute: with 100,000 each that is 10 x 1,667
// reads a second, half a core. Flushes that share a popular link wait for each other, so
// that FlushEvery should be no less than machines times the time of a flush: 10 x 26 ms
// for 1,000 links in a flush, which is the most that one transaction has.
//
// A hundred: 200 questions a second, 0.6 % of a core. The same 100,000 links each would
// be 167,000 reads a second, five cores: here a shared cache pays, or fewer and larger
// machines. FlushEvery of 3 s keeps flushes out of each other's way, 33 a second of
// 1,000 links are 0.9 cores; a killed machine then loses 3 s of hits. The counter is no
// limit: a million new links a second would be a hundred writes.
//
// # Problems
//
// Each refusal of the handler is a problem document (RFC 9457) whose type is [Problems]
// and one of these words:
//
//	url-syntax url-scheme url-credentials url-host url-port url-characters own-host   422
//	alias-length alias-width alias-characters alias-reserved                          422
//	expires-past expires-range limit days text-length text-characters
//	after-length after-characters                                                     422
//	url-length body-length     413        body-syntax              400
//	not-found                  404        media-type               415
//	taken                      409        unavailable not-ready    503, with Retry-After
//	expired                    410        client-left              499
//
// # What exists already
//
// Nothing here is a database, a queue or a cache server. What a need beyond this maps to:
//
//	one cache, or one rate limit, for all machines   Valkey
//	work in the background, such as checking URLs    River, on the same PostgreSQL; Temporal for long workflows
//	more data or writes than one primary takes       Citus, by code; CockroachDB
//	reading while the primary is away                a replica of PostgreSQL: deletes then are as late as it is
//	visits one by one, with referrer and country     an append-only log (Kafka, Redpanda) into ClickHouse
//
// The postgres package keeps to what CockroachDB documents, but for LISTEN, the advisory
// lock while tables are made, and COLLATE "C"; it was not run on it.
//
// # From Python
//
//	Python                        Go
//	class EncodingStrategy(ABC)   Strategy, an interface of two methods
//	class URLRepository           Store, with one contract test for all of them
//	class LRUCache                caching.Cache
//	@dataclass URLData            Link
//	Optional[str]                 ErrNotFound
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - design (mid): Design TinyURL: where do you begin?
//   - strategy (junior): The strategy pattern in Go: what is it?
//   - collisions (mid): Hash codes and collisions: when do they come, and what do you do?
//   - repository (mid): Repository and service layer: how do they look in Go?
//   - hits (mid): Count hits without losing any: how?
//   - shutdown (mid): Graceful shutdown and rolling updates: in which order?
//   - probes (junior): Liveness or readiness: what does each probe ask?
//   - redirect (mid): 301, 302, 307 or 308: which redirect does a shortener send?
package shortener

// Package shortener is the Python original's URL shortener as a service that keeps
// its promises: strategy, repository, cache and service layer, each in Go's form.
//
//   - The same URL gives the same code; an alias is the user's own code; a link may
//     expire or be deleted.
//   - An acknowledged link is never lost, and no two links share a code: numbers are
//     taken from the store in ranges, so a killed process leaves gaps and no duplicates.
//   - Hits are counted in memory and written in batches. They are exact after
//     [Service.Shutdown]; a killed process loses those of the last tenth of a second.
//
// The stores are packages of their own, so that no driver comes along unasked:
// [github.com/goconcepts/cookbook/patterns/shortener/memory] and
// [github.com/goconcepts/cookbook/patterns/shortener/sqlite].
//
// For a handful of redirects none of this is needed: a map and http.Redirect do.
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

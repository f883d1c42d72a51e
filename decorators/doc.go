// Package decorators has middleware for decorators: what Python writes as @retry
// is a function that takes a function and returns one of the same type. There is
// what a call to somebody else's service needs (retry, timeout, circuit breaker,
// rate limit, bulkhead, hedge, fallback) and what any function may need (a name,
// a log line, an injected argument, one instance per key).
//
//	policy, err := decorators.NewRetryPolicy(decorators.RetryConfig{Attempts: 3})
//	...
//	get := decorators.Retry(policy, decorators.Timeout(time.Second, fetch))
//	user, err := get(ctx, id)
//
// Stacking reads from the outside in, as @retry above @timeout does in Python.
// Nobody writes type arguments: they follow from the function, so a wrapped
// function keeps its types. For HTTP there is the sub-package middleware; for a
// validated attribute, validate.
//
// # When something simpler suffices
//
//   - A deadline for one call in one place: context.WithTimeout.
//   - A log line or a metric in one function: write it in that function.
//   - At most n goroutines of your own: a buffered channel, or errgroup's SetLimit.
//   - One value for the whole program: sync.OnceValues.
//   - A plain loop with a sleep, when one caller retries one thing.
//
// # From Python
//
//	@retry(max_attempts=3)           get := Retry(policy, get)
//	@a above @b                      a(b(f)), or Chain(f, a, b)
//	*args, **kwargs                  type parameters; one struct for many arguments
//	functools.wraps                  Name: a label that the call carries
//	Concatenate[str, P]              Inject(key, f)
//	@singleton                       sync.OnceValue; Keyed for one per key
//	except Exception as e            if err != nil; panics pass through
//
// # From avast/retry-go
//
//	retry.New(retry.Attempts(5)).Do(f)   Retry(policy, f), with RetryConfig{Attempts: 5}
//	retry.NewWithData[T]                 the same Retry: the types follow from f
//	retry.Context(ctx), per retrier      ctx, per call
//	retry.Delay, MaxDelay, DelayType     NewExponential; the default has full jitter
//	retry.RetryIf, Unrecoverable         RetryIf, Permanent
//	retry.OnRetry                        RetryHooks
//	retry.LastErrorOnly(true)            errors.Is and errors.As find each attempt's error
//
// Two things change: a wait that would outlast the context's deadline fails now, and
// the number of attempts has no default.
//
// # Costs
//
// A layer is one more indirect call. A retry that succeeds at once, a closed
// breaker, a limiter and a bulkhead with room allocate nothing; a timeout
// allocates its context. No layer keeps a goroutine; only Hedge starts any, and
// joins them. Results of the wrapped function are passed on as they are, and so
// are panics and runtime.Goexit, except where a comment says otherwise.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - closure (junior): What is a decorator in Go?
//   - order (mid): In what order do chained decorators run?
//   - retry (mid): Write a generic retry.
//   - backoff (mid): Backoff and jitter: what are the delays?
//   - permanent (mid): What must not be retried?
//   - arguments (mid): Where did *args, **kwargs go?
//   - inject (mid): Concatenate: how do you inject an argument?
//   - breaker (senior): A circuit breaker by hand
//   - timeout (mid): Why does this timeout wrapper leak?
//   - memoize (mid): Memoise any function
//   - singleton (junior): A singleton without tears
//   - options (mid): Functional options or a struct?
package decorators

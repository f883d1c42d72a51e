// Package middleware is middleware for decorators of HTTP: functions that wrap an
// http.Handler on the server's side, and functions that wrap an
// http.RoundTripper on the client's side.
//
//	handler := middleware.Chain(mux,
//		middleware.RequestID,
//		middleware.Recover(nil),
//		middleware.Timeout(5*time.Second),
//	)
//
// A layer has the type func(http.Handler) http.Handler that the whole of Go
// uses, so layers of other modules fit between these.
//
// # When something simpler suffices
//
//   - One header for one handler: set it in the handler.
//   - A limit for the whole server: the fields of http.Server (ReadTimeout, MaxHeaderBytes) come first.
//   - A fixed body limit: http.MaxBytesHandler; a plain path prefix: http.StripPrefix.
//
// # From Python
//
//	@app.middleware("http")            func(http.Handler) http.Handler
//	WSGI start_response wrappers       a wrapped http.ResponseWriter, see Wrap
//	requests.Session, HTTPAdapter      an http.RoundTripper, see Tripper
//	urllib3.util.Retry                 RetryTripper
//
// # Costs
//
// A layer costs one indirect call a request beyond what its comment says. No
// layer keeps a goroutine.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - wraps (senior): What becomes of functools.wraps?
//   - server (junior): Write HTTP middleware from scratch.
//   - client (mid): How do you decorate an http.Client?
package middleware

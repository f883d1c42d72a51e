package patterns_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
)

// Framework or standard library: when do you need one?
//
// Since Go 1.22 http.ServeMux routes by method and wildcards as well as by host, and the more specific
// pattern wins whatever the order of registration. With middleware as plain functions that
// is enough for most services. A framework brings binding, validation and conventions: take
// it when the team wants those, knowing that its handlers are no http.Handlers.
//
// Follow-ups:
//   - What does the mux answer to a known path with a wrong method? 405 with an Allow header.
//   - What if two patterns overlap and neither is more specific? Registration panics and names both.
//   - What does {path...} match? The rest of the path, slashes included; {$} matches the exact end.
//
// Pitfalls:
//   - "GET /" is a prefix and takes every path nobody else wants: write "GET /{$}" for the root alone.
//   - http.DefaultServeMux is global: any imported package may have registered on it.
//
// Trade-offs: The standard library is stable for a decade and knows no typed parameters (PathValue gives a string), groups or OpenAPI; chi adds
// groups and stays net/http; gin and echo are faster to start with and harder to leave.
//
// From Python: FastAPI or Django is a choice of batteries: typed endpoints and generated documentation, or an ORM and an
// admin. In Go the server is in the standard library and production-ready, so the question is which batteries you miss.
//
// Level: mid. Tags: http, routing, design. Since: go1.22. See: [http.ServeMux], decorators/middleware/server, patterns/monolith.
func Example_framework() {
	mux := http.NewServeMux()
	say := func(pattern string) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, "%s id=%q rest=%q", pattern, r.PathValue("id"), r.PathValue("rest"))
		})
	}
	say("GET /links/{id}")
	say("DELETE /links/{id}")
	say("GET /links/new") // more specific than {id}, though registered later
	say("GET /files/{rest...}")
	say("GET /{$}")

	for _, request := range [][2]string{
		{"GET", "/links/7"},
		{"DELETE", "/links/7"},
		{"GET", "/links/new"},
		{"GET", "/files/a/b"},
		{"GET", "/"},
		{"POST", "/links/7"},
		{"GET", "/none"},
	} {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest(request[0], request[1], nil))
		body := w.Body.String()
		if w.Code != http.StatusOK {
			body = fmt.Sprintf("Allow: %q", w.Header().Get("Allow"))
		}
		fmt.Println(request[0], request[1], w.Code, body)
	}

	defer func() { fmt.Println("conflict refused:", recover() != nil) }()
	say("GET /{id}/new") // neither this nor GET /links/{id} is more specific
	// Output:
	// GET /links/7 200 GET /links/{id} id="7" rest=""
	// DELETE /links/7 200 DELETE /links/{id} id="7" rest=""
	// GET /links/new 200 GET /links/new id="" rest=""
	// GET /files/a/b 200 GET /files/{rest...} id="" rest="a/b"
	// GET / 200 GET /{$} id="" rest=""
	// POST /links/7 405 Allow: "DELETE, GET, HEAD"
	// GET /none 404 Allow: ""
	// conflict refused: true
}

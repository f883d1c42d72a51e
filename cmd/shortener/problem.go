package main

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

const problemType = "application/problem+json"

// problem answers with a problem document (RFC 9457), as the API does.
func problem(w http.ResponseWriter, status int, kind, detail string) {
	text, err := json.Marshal(map[string]any{"type": shortener.Problems + kind, "status": status, "title": http.StatusText(status), "detail": detail})
	if err != nil {
		panic(err) // a map of strings and a number always marshals
	}
	w.Header().Set("Content-Type", problemType)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(text) // a client that has left does not need it
}

// readable shows problem documents as pages to who asks for pages: a person who
// follows a link that is gone should not have to read JSON.
func (s *site) readable(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/") || !strings.Contains(r.Header.Get("Accept"), "text/html") {
			next.ServeHTTP(w, r)
			return
		}
		held := &heldProblem{ResponseWriter: w}
		next.ServeHTTP(held, r)
		if held.status == 0 {
			return
		}
		var text struct{ Detail string }
		if err := json.Unmarshal(held.body, &text); err != nil {
			text.Detail = http.StatusText(held.status)
		}
		s.fail(w, r, held.status, text.Detail)
	})
}

// heldProblem holds a problem document back and lets everything else through.
type heldProblem struct {
	http.ResponseWriter
	status int // of a problem
	body   []byte
}

// Unwrap is for http.ResponseController.
func (h *heldProblem) Unwrap() http.ResponseWriter { return h.ResponseWriter }

// WriteHeader begins to hold when the answer is a problem.
func (h *heldProblem) WriteHeader(status int) {
	if h.Header().Get("Content-Type") == problemType {
		h.status = status
		return
	}
	h.ResponseWriter.WriteHeader(status)
}

// Write keeps a problem's text.
func (h *heldProblem) Write(p []byte) (int, error) {
	if h.status == 0 {
		return h.ResponseWriter.Write(p)
	}
	h.body = append(h.body, p...)
	return len(p), nil
}

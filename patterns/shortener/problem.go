package shortener

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
)

// Problems is what the type of every problem document begins with; the kind follows.
const Problems = "https://pkg.go.dev/github.com/goconcepts/cookbook/patterns/shortener#"

// RefusedError is the error of what the service does not accept. It tells the rule and
// never repeats the input.
type RefusedError struct {
	Kind  string // what was wrong, in words that programs compare: url-scheme, alias-length
	Field string // url, alias, expires, limit, days, after or text
	Rule  string // what it must do or be
}

// Error names the field and the rule.
func (e *RefusedError) Error() string {
	return "shortener: " + e.Field + " refused: it must " + e.Rule
}

func refuse(kind, field, rule string) error { return &RefusedError{kind, field, rule} }

// problem is a problem document (RFC 9457).
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`

	text []byte // the document, if it is prepared
}

// notFound is the answer to made-up codes, which are most of what strangers ask a public service for.
var notFound = newProblem("not-found", http.StatusNotFound, "no such link").prepared()

// problemOf returns what a client is told of an error. What went wrong inside is not.
func problemOf(err error) problem {
	if err == ErrNotFound { //nolint:errorlint // the common case; a wrapped one is found below
		return notFound
	}
	refused, isRefused := errors.AsType[*RefusedError](err)
	switch {
	case isRefused && refused.Kind == "url-length":
		return newProblem(refused.Kind, http.StatusRequestEntityTooLarge, refused.Error())
	case isRefused:
		return newProblem(refused.Kind, http.StatusUnprocessableEntity, refused.Error())
	case errors.Is(err, ErrTaken):
		return newProblem("taken", http.StatusConflict, "the alias is taken")
	case errors.Is(err, ErrNotFound):
		return notFound
	case errors.Is(err, ErrExpired):
		return newProblem("expired", http.StatusGone, "the link has expired")
	case errors.Is(err, context.Canceled):
		return newProblem("client-left", 499, "the client has left")
	default:
		return newProblem("unavailable", http.StatusServiceUnavailable, "the store does not answer; try again")
	}
}

func newProblem(kind string, status int, detail string) problem {
	return problem{Type: Problems + kind, Title: http.StatusText(status), Status: status, Detail: detail}
}

// prepared returns the problem with its document.
func (p problem) prepared() problem {
	text, err := json.Marshal(p)
	if err != nil {
		panic(err) // strings and a number always marshal
	}
	p.text = text
	return p
}

// Values of headers that many answers share; nobody changes them.
var (
	problemType = []string{"application/problem+json"}
	noStore     = []string{"no-store"}
)

// write answers with the problem.
func (p problem) write(w http.ResponseWriter) {
	if p.text == nil {
		p = p.prepared()
	}
	if p.Status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "1")
	}
	w.Header()["Content-Type"] = problemType
	w.Header()["Cache-Control"] = noStore
	w.WriteHeader(p.Status)
	_, _ = w.Write(p.text) // a client that has left does not need it
}

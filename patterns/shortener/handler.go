package shortener

import (
	"context"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"strconv"
	"time"
)

// maxBody bounds the bytes of a request's body: the longest URL, escaped, and more.
const maxBody = 16 << 10

// Handler returns the service's HTTP API. Refusals are problem documents (RFC 9457).
//
//	POST   /api/links         {"url": ..., "alias": ..., "expires": RFC 3339} -> 201, or 200 if it was there
//	GET    /api/links         ?q=TEXT&after=CODE&limit=N, in order of codes
//	GET    /api/links/{code}  one link with its hits
//	GET    /api/links/{code}/days  ?days=N, its hits on each of the last days
//	DELETE /api/links/{code}  204
//	GET    /{code}            302 to the URL; counts a hit
//	GET    /healthz           200 while the process lives
//	GET    /readyz            200, or 503 while it should get no requests
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/links", s.post)
	mux.HandleFunc("GET /api/links", s.list)
	mux.HandleFunc("GET /api/links/{code}", s.stats)
	mux.HandleFunc("GET /api/links/{code}/days", s.days)
	mux.HandleFunc("DELETE /api/links/{code}", s.remove)
	mux.HandleFunc("GET /{code}", s.redirect)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := s.Ready(r.Context()); err != nil {
			problem(w, http.StatusServiceUnavailable, "not ready")
		}
	})
	return mux
}

// wire is a link as the API shows it.
type wire struct {
	Code    string     `json:"code"`
	URL     string     `json:"url"`
	Alias   bool       `json:"alias,omitzero"`
	Created time.Time  `json:"created"`
	Expires *time.Time `json:"expires,omitempty"`
	Hits    uint64     `json:"hits"`
}

func toWire(l Link) wire {
	w := wire{Code: l.Code, URL: l.URL, Alias: l.Alias, Created: l.Created, Hits: l.Hits}
	if !l.Expires.IsZero() {
		w.Expires = &l.Expires
	}
	return w
}

func (s *Service) post(w http.ResponseWriter, r *http.Request) {
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
		problem(w, http.StatusUnsupportedMediaType, "the body must be application/json")
		return
	}
	var body struct {
		URL     string    `json:"url"`
		Alias   string    `json:"alias"`
		Expires time.Time `json:"expires"`
	}
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&body); err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			problem(w, http.StatusRequestEntityTooLarge, "the body is too large")
			return
		}
		problem(w, http.StatusBadRequest, "the body is not the JSON that is wanted")
		return
	}
	before := time.Now()
	link, err := s.Shorten(r.Context(), Order{URL: body.URL, Alias: body.Alias, Expires: body.Expires})
	if err != nil {
		fail(w, err)
		return
	}
	status := http.StatusCreated
	if link.Created.Before(before.Truncate(time.Microsecond)) {
		status = http.StatusOK
	}
	w.Header().Set("Location", "/"+link.Code)
	reply(w, status, toWire(link))
}

func (s *Service) list(w http.ResponseWriter, r *http.Request) {
	limit, err := numberOf(r, "limit", 100)
	if err != nil {
		fail(w, err)
		return
	}
	links, err := s.Search(r.Context(), r.URL.Query().Get("q"), r.URL.Query().Get("after"), limit)
	if err != nil {
		fail(w, err)
		return
	}
	out := struct {
		Links []wire `json:"links"`
		Next  string `json:"next,omitempty"`
	}{Links: make([]wire, len(links))}
	for i, l := range links {
		out.Links[i] = toWire(l)
	}
	if len(links) == limit {
		out.Next = links[limit-1].Code
	}
	reply(w, http.StatusOK, out)
}

func (s *Service) stats(w http.ResponseWriter, r *http.Request) {
	link, err := s.Stats(r.Context(), r.PathValue("code"))
	if err != nil {
		fail(w, err)
		return
	}
	reply(w, http.StatusOK, toWire(link))
}

// days tells a link's hits on each of the last days, 30 unless the query says another number.
func (s *Service) days(w http.ResponseWriter, r *http.Request) {
	n, err := numberOf(r, "days", 30)
	if err != nil {
		fail(w, err)
		return
	}
	link, err := s.Stats(r.Context(), r.PathValue("code"))
	if err != nil {
		fail(w, err)
		return
	}
	days, err := s.History(r.Context(), link.Code, n)
	if err != nil {
		fail(w, err)
		return
	}
	type wireDay struct {
		Date string `json:"date"`
		Hits uint64 `json:"hits"`
	}
	out := struct {
		Days []wireDay `json:"days"`
	}{make([]wireDay, len(days))}
	for i, d := range days {
		out.Days[i] = wireDay{d.Date.Format(time.DateOnly), d.Hits}
	}
	reply(w, http.StatusOK, out)
}

// numberOf returns a number of the query, or def when it is not there.
func numberOf(r *http.Request, name string, def int) (int, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return def, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, refuse(name, "be a number")
	}
	return n, nil
}

func (s *Service) remove(w http.ResponseWriter, r *http.Request) {
	if err := s.Delete(r.Context(), r.PathValue("code")); err != nil {
		fail(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Service) redirect(w http.ResponseWriter, r *http.Request) {
	link, err := s.Resolve(r.Context(), r.PathValue("code"))
	if err != nil {
		fail(w, err)
		return
	}
	// A redirect that may be cached is a hit that nobody counts.
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Location", link.URL)
	w.WriteHeader(http.StatusFound)
}

// fail answers with the problem of an error. What went wrong inside is not shown.
func fail(w http.ResponseWriter, err error) {
	refused, isRefused := errors.AsType[*RefusedError](err)
	switch {
	case isRefused:
		problem(w, http.StatusUnprocessableEntity, refused.Error())
	case errors.Is(err, ErrTaken):
		problem(w, http.StatusConflict, "the alias is taken")
	case errors.Is(err, ErrNotFound):
		problem(w, http.StatusNotFound, "no such link")
	case errors.Is(err, ErrExpired):
		problem(w, http.StatusGone, "the link has expired")
	case errors.Is(err, context.Canceled):
		problem(w, 499, "the client has left")
	default:
		problem(w, http.StatusServiceUnavailable, "the store does not answer; try again")
	}
}

// problem writes a problem document.
func problem(w http.ResponseWriter, status int, detail string) {
	text, err := json.Marshal(map[string]any{"status": status, "title": http.StatusText(status), "detail": detail})
	if err != nil {
		panic(err) // a map of strings and a number always marshals
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_, _ = w.Write(text) // a client that has left does not need it
}

func reply(w http.ResponseWriter, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		problem(w, http.StatusInternalServerError, "the answer cannot be written")
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

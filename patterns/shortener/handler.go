package shortener

import (
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
//	GET    /api/links         ?q=TEXT&after=CODE&limit=N, in order of codes; see Search
//	GET    /api/links/{code}  one link with its hits
//	GET    /api/links/{code}/history  ?days=N, hits by day; see History
//	DELETE /api/links/{code}  204
//	GET    /{code}            302 to the URL, or what Config.Redirect says; counts a hit
//	GET    /healthz           200 while the process lives
//	GET    /readyz            200, or 503 while it should get no requests
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/links", s.post)
	mux.HandleFunc("GET /api/links", s.list)
	mux.HandleFunc("GET /api/links/{code}", s.stats)
	mux.HandleFunc("GET /api/links/{code}/history", s.history)
	mux.HandleFunc("DELETE /api/links/{code}", s.remove)
	mux.HandleFunc("GET /{code}", s.redirect)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := s.Ready(r.Context()); err != nil {
			newProblem("not-ready", http.StatusServiceUnavailable, "not ready").write(w)
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
		newProblem("media-type", http.StatusUnsupportedMediaType, "the body must be application/json").write(w)
		return
	}
	var body struct {
		URL     string    `json:"url"`
		Alias   string    `json:"alias"`
		Expires time.Time `json:"expires"`
	}
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	dec.DisallowUnknownFields()
	err := dec.Decode(&body)
	if err == nil && dec.More() {
		err = errors.New("more than one value")
	}
	if err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			newProblem("body-length", http.StatusRequestEntityTooLarge, "the body is too large").write(w)
			return
		}
		newProblem("body-syntax", http.StatusBadRequest, "the body is not the JSON that is wanted").write(w)
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

// number returns a number of the query, or standard when it is not there.
func number(r *http.Request, name string, standard, most int) (int, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return standard, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, errRange(name, most)
	}
	return n, nil
}

func (s *Service) list(w http.ResponseWriter, r *http.Request) {
	limit, err := number(r, "limit", 100, maxPage)
	if err != nil {
		fail(w, err)
		return
	}
	query := r.URL.Query()
	links, err := s.Search(r.Context(), query.Get("q"), query.Get("after"), limit)
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

func (s *Service) history(w http.ResponseWriter, r *http.Request) {
	days, err := number(r, "days", 30, maxDays)
	if err != nil {
		fail(w, err)
		return
	}
	history, err := s.History(r.Context(), r.PathValue("code"), days)
	if err != nil {
		fail(w, err)
		return
	}
	type wireDay struct {
		Date string `json:"date"`
		Hits uint64 `json:"hits"`
	}
	out := make([]wireDay, len(history))
	for i, d := range history {
		out[i] = wireDay{d.Date.Format(time.DateOnly), d.Hits}
	}
	reply(w, http.StatusOK, map[string]any{"days": out})
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
	switch permanent := s.cfg.Redirect != http.StatusFound; {
	case !permanent:
		// A redirect that may be cached is a hit that nobody counts.
		w.Header()["Cache-Control"] = noStore
	case !link.Expires.IsZero(): // a copy ends with the link
		left := int64(time.Until(link.Expires) / time.Second)
		w.Header().Set("Cache-Control", "max-age="+strconv.FormatInt(max(left, 0), 10))
	}
	w.Header().Set("Location", link.URL)
	w.WriteHeader(s.cfg.Redirect)
}

// fail answers with the problem of an error.
func fail(w http.ResponseWriter, err error) { problemOf(err).write(w) }

func reply(w http.ResponseWriter, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		newProblem("unwritable", http.StatusInternalServerError, "the answer cannot be written").write(w)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"embed"
	"html/template"
	"io/fs"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/goconcepts/cookbook/internal/question"
	"github.com/goconcepts/cookbook/internal/search"
)

//go:embed site
var siteFiles embed.FS

// runWait bounds a run from the site: building and running both programs.
const runWait = 2 * time.Minute

// site is the local site. It needs no script: what the script does, links and
// forms do as well.
type site struct {
	app       *app
	questions []question.Question
	index     *search.Index
	pages     *template.Template
	results   []block
	hosts     []string   // what a request's Host may be
	token     string     // proves that a form is of this site
	running   sync.Mutex // one program at a time
}

// newSite returns the handler of the site on a port.
func (a *app) newSite(port int) (http.Handler, error) {
	return a.newSiteFrom(&site{token: rand.Text()}, port)
}

// newSiteFrom fills in a site that has its token.
func (a *app) newSiteFrom(s *site, port int) (http.Handler, error) {
	all, err := a.questions()
	if err != nil {
		return nil, err
	}
	files, err := fs.Sub(siteFiles, "site")
	if err != nil {
		return nil, err
	}
	s.app, s.questions, s.index, s.results = a, all, search.New(all), parseMarkdown(resultsFile())
	s.pages, err = template.New("").Funcs(template.FuncMap{
		"highlight": highlight, "inline": inline, "paragraphs": paragraphs, "count": count,
	}).ParseFS(files, "*.html")
	if err != nil {
		return nil, err
	}
	for _, host := range []string{"127.0.0.1", "localhost", "::1"} {
		s.hosts = append(s.hosts, net.JoinHostPort(host, strconv.Itoa(port)))
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("GET /search", s.search)
	mux.HandleFunc("GET /q/{id...}", s.show)
	mux.HandleFunc("POST /q/{id...}", s.run)
	mux.HandleFunc("GET /results", s.measured)
	for _, name := range []string{"style.css", "site.js"} {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, name) })
	}
	mux.HandleFunc("/", s.missing)
	return s.guarded(mux), nil
}

// guarded lets through only what comes to this machine by its own name, so that
// a page elsewhere cannot reach the site through a name that it controls, and
// sets the headers that keep the pages to themselves.
func (s *site) guarded(next http.Handler) http.Handler {
	next = http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-cache")
		if !slices.Contains(s.hosts, r.Host) {
			http.Error(w, "this site answers to its own names only", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// page is what every page has.
type page struct {
	Title   string
	Query   string
	Results bool // whether there are measured results to link to
}

func (s *site) page(title string) page { return page{Title: title, Results: len(s.results) > 0} }

// render writes a page. It is rendered whole first, so that a fault cannot cut
// it off.
func (s *site) render(w http.ResponseWriter, status int, name string, data any) {
	var b bytes.Buffer
	if err := s.pages.ExecuteTemplate(&b, name, data); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	// A reader who has gone needs no answer.
	_, _ = b.WriteTo(w)
}

// topicList is a topic with the questions that are listed.
type topicList struct {
	Name, About string
	Questions   []question.Question
}

// home lists the questions by topic, those of one level when ?level says so.
func (s *site) home(w http.ResponseWriter, r *http.Request) {
	level := r.URL.Query().Get("level")
	if !slices.Contains(question.Levels(), level) {
		level = ""
	}
	data := struct {
		page
		Level  string
		Levels []string
		Topics []topicList
		All    int
	}{page: s.page("Questions"), Level: level, Levels: question.Levels(), All: len(s.questions)}
	for _, topic := range question.Topics() {
		list := topicList{Name: topic, About: about[topic]}
		for _, q := range s.questions {
			if q.Topic() == topic && (level == "" || q.Level == level) {
				list.Questions = append(list.Questions, q)
			}
		}
		if len(list.Questions) > 0 {
			data.Topics = append(data.Topics, list)
		}
	}
	s.render(w, http.StatusOK, "home.html", data)
}

// found is a search result cut at the match.
type found struct {
	Question             *question.Question
	Part                 string
	Before, Match, After string
}

func (s *site) search(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query().Get("q")
	data := struct {
		page
		Hits []found
	}{page: s.page("Search")}
	data.Query = query
	for _, h := range s.index.Find(query, 30) {
		f := found{Question: h.Question, Part: h.Part, Before: h.Context[:h.From], Match: h.Context[h.From:h.To], After: h.Context[h.To:]}
		if h.Part == "id" || h.Part == "question" {
			f.Before, f.Match, f.After = "", "", ""
		}
		data.Hits = append(data.Hits, f)
	}
	s.render(w, http.StatusOK, "search.html", data)
}

// questionPage is the page of a question.
type questionPage struct {
	page
	Q          *question.Question
	Prev, Next *question.Question
	See        []seeLink
	Twin       *twinPart
	Token      string
	Open       bool // whether the answer is unfolded
	Ran        *ranPart
}

// region is code with the name of its place on the page.
type region struct{ Label, Code string }

// Region returns code for the template that shows it.
func (*questionPage) Region(label, code string) region { return region{label, code} }

// seeLink is something to read next; Here says that the site has it.
type seeLink struct {
	Name string
	Here bool
}

type twinPart struct{ Summary, Fails, Path, Code string }

// ranPart is how a run ended.
type ranPart struct {
	Fault string // why nothing was run, or ""
	Both  *both
	Seen  string // how the twin failed
	After string
}

func (s *site) show(w http.ResponseWriter, r *http.Request) {
	data, ok := s.questionPage(w, r)
	if !ok {
		return
	}
	data.Open = r.URL.Query().Get("answer") == "open"
	s.render(w, http.StatusOK, "question.html", data)
}

// questionPage gathers what a question's page shows, or answers that there is
// no such question.
func (s *site) questionPage(w http.ResponseWriter, r *http.Request) (*questionPage, bool) {
	id := r.PathValue("id")
	i := slices.IndexFunc(s.questions, func(q question.Question) bool { return q.ID == id })
	if i < 0 {
		s.missing(w, r)
		return nil, false
	}
	q := &s.questions[i]
	data := &questionPage{page: s.page(q.Title), Q: q, Token: s.token}
	if i > 0 {
		data.Prev = &s.questions[i-1]
	}
	if i+1 < len(s.questions) {
		data.Next = &s.questions[i+1]
	}
	for _, name := range q.See {
		data.See = append(data.See, seeLink{name, byID(s.questions, name) != nil})
	}
	if q.Twin != "" {
		t, err := s.app.readTwin(q)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return nil, false
		}
		data.Twin = &twinPart{t.Summary, mustFail(t.Want), t.Path, string(t.Source)}
	}
	return data, true
}

// run runs a question's programs, if the form is of this site and nothing runs.
func (s *site) run(w http.ResponseWriter, r *http.Request) {
	data, ok := s.questionPage(w, r)
	if !ok {
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 1<<12)
	if subtle.ConstantTimeCompare([]byte(r.PostFormValue("token")), []byte(s.token)) != 1 {
		http.Error(w, "this form is not of this site: go back, reload the page, and run again", http.StatusForbidden)
		return
	}
	data.Open, data.Ran = true, &ranPart{}
	if !s.running.TryLock() {
		data.Ran.Fault = "Another program is running: try again in a moment."
		s.render(w, http.StatusConflict, "question.html", data)
		return
	}
	defer s.running.Unlock()
	ctx, cancel := context.WithTimeout(r.Context(), runWait)
	defer cancel()
	runner := *s.app
	runner.ctx = ctx
	b, err := runner.tryBoth(data.Q)
	status := http.StatusOK
	if err != nil {
		data.Ran.Fault, status = explain(err), http.StatusServiceUnavailable
	} else {
		data.Ran.Both = b
		data.Ran.Seen, data.Ran.After = b.verdict()
	}
	s.render(w, status, "question.html", data)
}

// measured shows the measured results.
func (s *site) measured(w http.ResponseWriter, r *http.Request) {
	if len(s.results) == 0 {
		s.missing(w, r)
		return
	}
	s.render(w, http.StatusOK, "results.html", struct {
		page
		Blocks []block
	}{s.page("Measured results"), s.results})
}

// missing answers that there is no such page, with the nearest questions.
func (s *site) missing(w http.ResponseWriter, r *http.Request) {
	ids := make([]string, len(s.questions))
	for i := range s.questions {
		ids[i] = s.questions[i].ID
	}
	id := cmp.Or(strings.TrimPrefix(r.URL.Path, "/q/"), "/")
	s.render(w, http.StatusNotFound, "missing.html", struct {
		page
		Near []string
	}{s.page("Not here"), nearest(id, ids, 3)})
}

// paragraphs cuts a text at its empty lines.
func paragraphs(text string) []string { return strings.Split(text, "\n\n") }

// inline sets what stands between backticks as code.
func inline(text string) template.HTML {
	parts := strings.Split(text, "`")
	if len(parts)%2 == 0 {
		parts = []string{text} // a backtick without another is itself
	}
	var b strings.Builder
	for i, part := range parts {
		part = template.HTMLEscapeString(part)
		if i%2 == 1 {
			part = "<code>" + part + "</code>"
		}
		b.WriteString(part)
	}
	return template.HTML(b.String()) // #nosec G203 -- each part is escaped
}

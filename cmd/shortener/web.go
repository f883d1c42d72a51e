package main

import (
	"bytes"
	"embed"
	"errors"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

//go:embed page
var pageFiles embed.FS

// policy is the pages' Content-Security-Policy: there is no script, and the one style
// sheet, the forms and all else are of this service.
const policy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// pageSize is how many links one page lists.
const pageSize = 25

// site is the pages for people. Forms and links do all of it; there is no script.
type site struct {
	service *shortener.Service
	base    *url.URL // nil: what the request says
	pages   *template.Template
	style   []byte
}

func newSite(service *shortener.Service, base *url.URL) (*site, error) {
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		return nil, err
	}
	pages, err := template.New("").Funcs(template.FuncMap{"day": day, "grouped": grouped}).ParseFS(files, "*.html")
	if err != nil {
		return nil, err
	}
	style, err := fs.ReadFile(files, "style.css")
	return &site{service: service, base: base, pages: pages, style: style}, err
}

// routes adds the pages. None can be mistaken for a code: those have no dot and no slash.
func (s *site) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("POST /{$}", s.shorten)
	mux.HandleFunc("GET /links/{$}", s.list)
	mux.HandleFunc("GET /links/{code}", s.show)
	mux.HandleFunc("GET /links/{code}/delete", s.ask)
	mux.HandleFunc("POST /links/{code}/delete", s.remove)
	mux.HandleFunc("GET /style.css", s.sheet)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		problem(w, http.StatusNotFound, "not-found", "there is no such page")
	})
}

// view is what every page has.
type view struct {
	Title string
	Here  string // the entry of the menu that this page is
	Flash string // what was done just now
}

// view begins a page.
func (s *site) view(w http.ResponseWriter, r *http.Request, title, here string) view {
	return view{Title: title, Here: here, Flash: takeFlash(w, r)}
}

// render writes a page. It is rendered whole first, so that a fault cannot cut it off.
func (s *site) render(w http.ResponseWriter, status int, name string, data any) {
	var b bytes.Buffer
	if err := s.pages.ExecuteTemplate(&b, name, data); err != nil {
		panic(err) // the recovering layer logs it and answers
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store") // what is listed changes, and a flash is said once
	w.WriteHeader(status)
	_, _ = b.WriteTo(w) // a reader who has gone needs no answer
}

func (s *site) sheet(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "max-age=3600")
	http.ServeContent(w, r, "style.css", time.Time{}, bytes.NewReader(s.style))
}

// linkView is a link as the pages show it.
type linkView struct {
	shortener.Link
	Short   string // the whole address
	Expired bool
}

func (s *site) link(r *http.Request, l shortener.Link) linkView {
	base := url.URL{Scheme: "http", Host: r.Host}
	if r.TLS != nil {
		base.Scheme = "https"
	}
	if s.base != nil {
		base = *s.base
	}
	base.Path = "/" + l.Code
	return linkView{Link: l, Short: base.String(), Expired: !l.Expires.IsZero() && !time.Now().Before(l.Expires)}
}

// home is the page with the form.
func (s *site) home(w http.ResponseWriter, r *http.Request) {
	s.render(w, http.StatusOK, "home.html", homeView{view: s.view(w, r, "Shorten a link", "home"), Periods: periods})
}

// list lists and searches.
func (s *site) list(w http.ResponseWriter, r *http.Request) {
	text, after := r.URL.Query().Get("q"), r.URL.Query().Get("after")
	data := struct {
		view
		Query, After, Next string // Next: after which link the next page begins, if there is one
		Refused            string
		Links              []linkView
	}{view: s.view(w, r, "Links", "links"), Query: text, After: after}
	status := http.StatusOK
	links, err := s.service.Search(r.Context(), text, after, pageSize+1) // one more tells whether there is a next page
	if refused, ok := errors.AsType[*shortener.RefusedError](err); ok {
		data.Refused, status = sentence(refused), http.StatusUnprocessableEntity
	} else if err != nil {
		s.failed(w, r, err)
		return
	}
	if len(links) > pageSize {
		links = links[:pageSize]
		data.Next = links[pageSize-1].Code
	}
	for _, l := range links {
		data.Links = append(data.Links, s.link(r, l))
	}
	s.render(w, status, "list.html", data)
}

// show shows a link and its hits.
func (s *site) show(w http.ResponseWriter, r *http.Request) {
	link, err := s.service.Stats(r.Context(), r.PathValue("code"))
	if err != nil {
		s.failed(w, r, err)
		return
	}
	days, err := strconv.Atoi(r.URL.Query().Get("days"))
	if err != nil || days < 1 || days > 366 {
		days = 30
	}
	history, err := s.service.History(r.Context(), link.Code, days)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	s.render(w, http.StatusOK, "show.html", struct {
		view
		Link    linkView
		Days    int
		Choices []int
		Plot    plot
	}{s.view(w, r, "/"+link.Code, "links"), s.link(r, link), days, []int{7, 30, 90, 365}, newPlot(history)})
}

// ask asks before a link is deleted.
func (s *site) ask(w http.ResponseWriter, r *http.Request) {
	link, err := s.service.Stats(r.Context(), r.PathValue("code"))
	if err != nil {
		s.failed(w, r, err)
		return
	}
	s.render(w, http.StatusOK, "delete.html", struct {
		view
		Link linkView
	}{s.view(w, r, "Delete /"+link.Code+"?", "links"), s.link(r, link)})
}

func (s *site) remove(w http.ResponseWriter, r *http.Request) {
	if err := s.service.Delete(r.Context(), r.PathValue("code")); err != nil {
		s.failed(w, r, err)
		return
	}
	setFlash(w, r, flashDeleted)
	http.Redirect(w, r, "/links/", http.StatusSeeOther)
}

// failed shows the page of an error. What went wrong inside is not shown.
func (s *site) failed(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, shortener.ErrNotFound) {
		s.fail(w, r, http.StatusNotFound, "no such link")
		return
	}
	s.fail(w, r, http.StatusServiceUnavailable, "the store does not answer; try again")
}

// fail shows the page of a status.
func (s *site) fail(w http.ResponseWriter, r *http.Request, status int, detail string) {
	s.render(w, status, "error.html", struct {
		view
		Status int
		Detail string
	}{s.view(w, r, http.StatusText(status), ""), status, capital(detail) + "."})
}

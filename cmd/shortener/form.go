package main

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// maxForm bounds the bytes of a form: the longest URL, escaped, and more.
const maxForm = 16 << 10

// period is a choice of how long a link lives.
type period struct {
	Name, Text string
	For        time.Duration // 0: for good
}

var periods = []period{
	{"", "Never", 0},
	{"hour", "In an hour", time.Hour},
	{"day", "In a day", 24 * time.Hour},
	{"week", "In a week", 7 * 24 * time.Hour},
	{"month", "In 30 days", 30 * 24 * time.Hour},
	{"year", "In a year", 365 * 24 * time.Hour},
}

// homeView is the page with the form, with what was typed and what was wrong with it.
type homeView struct {
	view
	URL, Alias, Expires string
	Periods             []period
	Wrong               map[string]string // by field
}

// shorten makes a link and goes to its page, or shows the form again with the error
// beside its field.
func (s *site) shorten(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			s.fail(w, r, http.StatusRequestEntityTooLarge, "the form is too large")
			return
		}
		s.fail(w, r, http.StatusBadRequest, "that is not the form of this page")
		return
	}
	data := homeView{Periods: periods, URL: r.PostForm.Get("url"), Alias: strings.TrimSpace(r.PostForm.Get("alias")), Expires: r.PostForm.Get("expires")}
	order := shortener.Order{URL: data.URL, Alias: data.Alias}
	i := slices.IndexFunc(periods, func(p period) bool { return p.Name == data.Expires })
	if i < 0 {
		s.refuse(w, r, data, "expires", "Choose one of these.", http.StatusUnprocessableEntity)
		return
	}
	before := time.Now().Truncate(time.Microsecond) // what every store can keep
	if periods[i].For > 0 {
		order.Expires = before.Add(periods[i].For)
	}
	link, err := s.service.Shorten(r.Context(), order)
	refused, isRefused := errors.AsType[*shortener.RefusedError](err)
	switch {
	case isRefused:
		s.refuse(w, r, data, refused.Field, sentence(refused), http.StatusUnprocessableEntity)
	case errors.Is(err, shortener.ErrTaken):
		s.refuse(w, r, data, "alias", "This name is taken: choose another.", http.StatusConflict)
	case err != nil:
		s.failed(w, r, err)
	default:
		done := flashCreated
		if link.Created.Before(before) {
			done = flashKnown
		}
		setFlash(w, r, done)
		http.Redirect(w, r, "/links/"+link.Code, http.StatusSeeOther)
	}
}

func (s *site) refuse(w http.ResponseWriter, r *http.Request, data homeView, field, text string, status int) {
	data.view = s.view(w, r, "Error: Shorten a link", "home")
	data.Wrong = map[string]string{field: text}
	s.render(w, status, "home.html", data)
}

// sentence says to a person what a field must be.
func sentence(e *shortener.RefusedError) string {
	name := map[string]string{"url": "The address", "alias": "The name", "expires": "The end", "text": "The text"}[e.Field]
	if name == "" {
		name = capital(e.Field)
	}
	return name + " must " + e.Rule + "."
}

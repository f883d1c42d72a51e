package redirect

import (
	"fmt"
	"net/http"
)

// standard is one handler for all paths, with one target, that uses what net/http has.
func standard() (*service, error) {
	return fixed(func(w http.ResponseWriter, r *http.Request) {
		if i, ok := known(r.URL.Path); ok {
			http.Redirect(w, r, i, http.StatusFound)
			return
		}
		http.NotFound(w, r)
	}), nil
}

// bare sets the one header that a redirect needs; a code that nobody was given gets no body at all.
func bare() (*service, error) {
	return fixed(func(w http.ResponseWriter, r *http.Request) {
		if i, ok := known(r.URL.Path); ok {
			w.Header().Set("Location", i)
			w.WriteHeader(http.StatusFound)
			return
		}
		w.WriteHeader(http.StatusNotFound)
	}), nil
}

// table has the links of those who have no store.
var table = func() map[string]string {
	t := map[string]string{}
	for i := range links {
		t[fmt.Sprintf("/link%03d", i)] = target(i)
	}
	return t
}()

func known(path string) (target string, ok bool) { target, ok = table[path]; return target, ok }

func fixed(f http.HandlerFunc) *service {
	s := &service{handler: f, close: func() error { return nil }}
	for i := range links {
		s.codes = append(s.codes, fmt.Sprintf("link%03d", i))
	}
	return s
}

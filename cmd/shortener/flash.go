package main

import "net/http"

// A flash is said once, on the page that a form's answer leads to. The cookie holds its
// name, not its text: what comes from outside is compared, never shown.
const (
	flashCookie  = "flash"
	flashCreated = "created"
	flashKnown   = "known"
	flashDeleted = "deleted"
)

var flashes = map[string]string{
	flashCreated: "The short link is made.",
	flashKnown:   "This address has a short link already.",
	flashDeleted: "The link is deleted.",
}

func setFlash(w http.ResponseWriter, r *http.Request, name string) {
	http.SetCookie(w, cookie(r, name, 60))
}

// takeFlash returns what is to be said, and forgets it.
func takeFlash(w http.ResponseWriter, r *http.Request) string {
	c, err := r.Cookie(flashCookie)
	if err != nil {
		return ""
	}
	http.SetCookie(w, cookie(r, "", -1))
	return flashes[c.Value]
}

func cookie(r *http.Request, value string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name: flashCookie, Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode,
	}
}

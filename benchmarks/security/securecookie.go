package security

import (
	"time"

	"github.com/gorilla/securecookie"
)

// secureCookie signs and encrypts, with the purpose for a name.
func secureCookie(purpose string, lifetime time.Duration) (tokens, error) {
	s := securecookie.New(tokenKey, tokenKey).MaxAge(int(lifetime / time.Second))
	return tokens{
		make: func(v string) (string, error) { return s.Encode(purpose, v) },
		open: func(text string) (v string, err error) {
			err = s.Decode(purpose, text, &v)
			return v, err
		},
	}, nil
}

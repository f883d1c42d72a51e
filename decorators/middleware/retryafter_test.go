package middleware

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// Whatever a server sends, the delay is never negative, digits are never less
// than what they say, and a date in each of the three forms means the same.
func FuzzRetryAfter(f *testing.F) {
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, s := range []string{
		"", "0", "7", "-7", "+7", "1.5", "0x10", "９", "9223372036", "9223372037", "18446744073709551616",
		"Sat, 01 Jan 2000 00:00:20 GMT", "Saturday, 01-Jan-00 00:00:20 GMT", "Sat Jan  1 00:00:20 2000", "Fri, 31 Dec 9999 23:59:59 GMT", "soon",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := retryAfter(s, now)
		if d < 0 {
			t.Fatalf("%q: %v", s, d)
		}
		digits := s != "" && strings.Trim(s, "0123456789") == ""
		if digits && strings.Trim(s, "0") != "" && d < time.Second {
			t.Fatalf("%q: %v", s, d)
		}
		if date, err := http.ParseTime(s); err == nil {
			for _, layout := range []string{http.TimeFormat, time.ANSIC} {
				if again := retryAfter(date.UTC().Format(layout), now); date.Year() >= 0 && date.Year() <= 9999 && again != d {
					t.Fatalf("%q: %v, as %q %v", s, d, layout, again)
				}
			}
		}
	})
}

package main

import (
	"strconv"
	"strings"
	"time"
)

// day writes a date as every language reads it (ISO 8601).
func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// grouped writes a number with a thin space between groups of three digits.
func grouped(n uint64) string {
	digits := strconv.FormatUint(n, 10)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteRune('\u202f')
		}
		b.WriteRune(d)
	}
	return b.String()
}

// capital writes the first letter large.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

package safefs

import (
	"unicode"
	"unicode/utf8"
)

// foldRune returns the same rune for all that differ in case only.
func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	smallest := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		smallest = min(smallest, f)
	}
	if smallest >= 'A' && smallest <= 'Z' {
		return smallest + 'a' - 'A'
	}
	return smallest
}

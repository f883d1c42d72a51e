package main

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
)

// unknown returns the error for a name that is not known, with the nearest
// ones that are; without any, with all of them if they are few.
func unknown(kind, name string, known []string) error {
	near := nearest(name, known, 3)
	switch {
	case len(near) == 0 && len(known) <= 12:
		return fmt.Errorf("there is no %s %q; there are %s", kind, name, strings.Join(known, ", "))
	case len(near) == 0:
		return fmt.Errorf("there is no %s %q; list prints them all", kind, name)
	}
	return fmt.Errorf("there is no %s %q; do you mean %s?", kind, name, strings.Join(near, " or "))
}

// nearest returns up to n of the names that are most like name, the likest
// first; none when nothing is like it.
func nearest(name string, known []string, n int) []string {
	type scored struct {
		name  string
		score int
	}
	name = strings.ToLower(name)
	var close []scored
	for _, k := range slices.Compact(slices.Sorted(slices.Values(known))) {
		d := distance(name, k)
		near := d <= max(1, len(name)/3)
		if last := path.Base(name); distance(last, path.Base(k)) <= max(1, len(last)/3) {
			d, near = min(d, 1+distance(last, path.Base(k))), true
		}
		if name != "" && strings.Contains(k, name) {
			d, near = min(d, 1), true
		}
		if near {
			close = append(close, scored{k, d})
		}
	}
	slices.SortStableFunc(close, func(a, b scored) int { return cmp.Compare(a.score, b.score) })
	var out []string
	for _, c := range close[:min(n, len(close))] {
		if c.score <= close[0].score+1 {
			out = append(out, c.name)
		}
	}
	return out
}

// distance returns the number of typing errors between two words: a letter
// left out, added, changed, or two neighbours swapped (optimal string
// alignment). Time and space are the product of the lengths.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(a)][len(b)]
}

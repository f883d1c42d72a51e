package harness

// nearest returns the candidate with the smallest edit distance to name, or ""
// when none is near enough to be meant.
func nearest(name string, candidates []string) string {
	best, at := len(name)/2+2, ""
	for _, c := range candidates {
		if d := distance(name, c); d < best {
			best, at = d, c
		}
	}
	return at
}

// distance is Levenshtein's, over bytes, in O(len(a)*len(b)).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

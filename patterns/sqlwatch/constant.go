package sqlwatch

import (
	"context"
	"testing"
)

// Constant is the proof that a load is no N+1, without a threshold: it runs load at
// each size and fails t unless the number of queries is the same at all of them. load
// makes its data before it asks for the context: queries under another context are not counted.
func Constant(t testing.TB, sizes []int, load func(ctx context.Context, n int)) {
	t.Helper()
	if len(sizes) < 2 {
		t.Fatalf("sqlwatch: constant: %d sizes, want two or more", len(sizes))
		return
	}
	counts := make([]int, len(sizes))
	var log *Log
	for i, n := range sizes {
		var ctx context.Context
		ctx, log = Record(t.Context())
		load(ctx, n)
		counts[i] = log.Count()
	}
	for i, count := range counts[1:] {
		if count != counts[0] {
			t.Errorf("sqlwatch: constant: %d queries at size %d and %d at size %d", counts[0], sizes[0], count, sizes[i+1])
			for _, f := range log.Findings() {
				t.Errorf("sqlwatch: %v", f)
			}
			return
		}
	}
	if counts[0] == 0 {
		t.Errorf("sqlwatch: constant: no query was recorded: is the driver wrapped, and is ctx passed on?")
	}
}

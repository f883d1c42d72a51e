package sqlwatch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestFingerprintsTellValuesApart(t *testing.T) {
	values := []any{
		nil, int64(0), int64(1), int64(-1), float64(0), 1.5, true, false, "", "1", "a", []byte("a"),
		[]byte{},
		time.Unix(1, 0), time.Unix(1, 1), time.Unix(2, 0),
		[]int{1, 2},
		[]int{2, 1},
		[]int{12},
		[1]string{"a"},
		[]string{"b"},
		struct{ A, B int }{1, 2},
		struct{ A, B int }{2, 1},
		map[string]int{"a": 1},
		map[string]int{"a": 2},
		uint64(1 << 63),
		[]any{nil, 1},
	}
	seen := map[uint64]any{}
	for _, v := range values {
		h := fingerprint(v)
		require.NotContains(t, seen, h, "%v and %v", v, seen[h])
		require.Equal(t, h, fingerprint(v), "%v", v)
		seen[h] = v
	}
}

func TestFingerprintsOfEqualValuesAreEqual(t *testing.T) {
	one, also := 7, 7
	now := time.Now()
	type named string
	for _, same := range [][]any{
		{&one, &also, 7, int64(7), uint8(7)},
		{now, now.UTC(), now.Round(0)},
		{[]any{1, "a"}, []any{1, "a"}},
		{map[string]int{"a": 1, "b": 2}, map[string]int{"b": 2, "a": 1}},
		{"x", named("x")},
		{nil, (*int)(nil)},
	} {
		for _, v := range same {
			require.Equal(t, fingerprint(same[0]), fingerprint(v), "%#v", v)
		}
	}
}

// A value may hold itself, or what no database takes.
func TestFingerprintsEnd(t *testing.T) {
	type ring struct{ next any }
	r := &ring{}
	r.next = r
	require.Equal(t, fingerprint(r), fingerprint(r))
	require.NotZero(t, fingerprint(func() {}))
	require.NotZero(t, fingerprint(make(chan int)))
}

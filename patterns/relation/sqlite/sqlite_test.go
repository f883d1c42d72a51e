package sqlite_test

import (
	"database/sql"
	"encoding/json"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/patterns/relation/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// What json_each makes of an array is what went in.
func TestArrayGivesTheKeysBack(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	require.NoError(t, err)
	defer db.Close()
	back := func(t require.TestingT, keys any, dest func() any) {
		arg, err := sqlite.On(db).Array(keys)
		require.NoError(t, err)
		rows, err := db.Query(`SELECT value, typeof(value) FROM json_each(?1)`, arg)
		require.NoError(t, err)
		defer rows.Close()
		for rows.Next() {
			var kind string
			require.NoError(t, rows.Scan(dest(), &kind))
			require.Contains(t, "integer text", kind)
		}
		require.NoError(t, rows.Err())
	}
	rapid.Check(t, func(rt *rapid.T) {
		ints := append(rapid.SliceOf(rapid.Int64()).Draw(rt, "ints"), math.MinInt64, math.MaxInt64)
		got := make([]int64, 0, len(ints))
		back(rt, ints, func() any { got = append(got, 0); return &got[len(got)-1] })
		slices.Sort(ints) // the order in which SQLite's B-tree takes them best
		require.Equal(rt, ints, got)

		text := rapid.SliceOf(rapid.StringMatching(`[^\x00]*`)).Draw(rt, "text")
		words := make([]string, 0, len(text))
		back(rt, text, func() any { words = append(words, ""); return &words[len(words)-1] })
		require.Equal(rt, len(text), len(words))
		for i := range text {
			require.Equal(rt, text[i], words[i])
		}
	})
}

func TestArrayRefusesWhatItWouldChange(t *testing.T) {
	for want, keys := range map[string]any{
		"sqlite: keys: 9223372036854775808 is more than an INTEGER holds":                     []uint64{1 << 63},
		`sqlite: keys: "\xff" cannot be in a JSON array: it is not UTF-8 or has a zero byte`:  []string{"\xff"},
		`sqlite: keys: "a\x00" cannot be in a JSON array: it is not UTF-8 or has a zero byte`: []string{"a\x00"},
		"sqlite: keys: float64 is neither an integer nor a string":                            []float64{1},
		"sqlite: keys: [16]uint8 is neither an integer nor a string":                          [][16]byte{{}},
		"sqlite: keys: int is no slice":                                                       7,
	} {
		_, err := sqlite.On(nil).Array(keys)
		require.EqualError(t, err, want)
	}
	arg, err := sqlite.On(nil).Array([]string{"\u2028<"})
	require.NoError(t, err)
	require.True(t, json.Valid([]byte(arg.(string))))
}

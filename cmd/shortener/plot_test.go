package main

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

var firstDay = time.Date(2026, 2, 27, 0, 0, 0, 0, time.UTC)

func daysOf(hits ...uint64) []shortener.Day {
	days := make([]shortener.Day, len(hits))
	for i, n := range hits {
		days[i] = shortener.Day{Date: firstDay.AddDate(0, 0, i), Hits: n}
	}
	return days
}

func TestPlot(t *testing.T) {
	p := newPlot(daysOf(0, 3, 12, 12))
	require.Equal(t, []uint64{20, 10, 0}, p.Marks)
	require.Equal(t, 40, p.Width)
	require.Equal(t, uint64(27), p.Total)
	require.Equal(t, "2026-03-01", day(p.Best.Date), "the first of two")
	require.Equal(t, "2026-02-27", day(p.First))
	require.Equal(t, "2026-03-02", day(p.Last))
	require.Equal(t, bar{Day: p.Best, X: 21, Y: 40, Height: 60}, p.Bars[2])
	require.Zero(t, p.Bars[0].Height)

	require.Equal(t, []uint64{1, 0}, newPlot(daysOf(0)).Marks, "nothing to see is no division by zero")
	require.InDelta(t, 100, newPlot(daysOf(1)).Bars[0].Height, 0)
}

func TestPlotStaysInItsFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hits := rapid.SliceOfN(rapid.Uint64(), 1, 366).Draw(t, "hits")
		p := newPlot(daysOf(hits...))
		for i, b := range p.Bars {
			require.GreaterOrEqual(t, b.Y, 0.0)
			require.InDelta(t, 100, b.Y+b.Height, 1e-9)
			require.LessOrEqual(t, b.X+8, float64(p.Width))
			require.Equal(t, hits[i], b.Hits)
		}
		require.GreaterOrEqual(t, p.Marks[0], p.Best.Hits)
	})
}

func TestRoundUp(t *testing.T) {
	for n, want := range map[uint64]uint64{
		0: 1, 1: 1, 2: 2, 3: 4, 5: 6, 7: 8, 9: 10, 10: 10, 11: 20, 61: 80, 99: 100, 101: 200, 1001: 2000, math.MaxUint64: math.MaxUint64,
	} {
		require.Equal(t, want, roundUp(n), "%d", n)
	}
}

func TestTexts(t *testing.T) {
	for n, want := range map[uint64]string{0: "0", 999: "999", 1000: "1\u202f000", 1234567: "1\u202f234\u202f567"} {
		require.Equal(t, want, grouped(n))
	}
	require.Equal(t, "No such link", capital("no such link"))
	require.Empty(t, capital(""))
}

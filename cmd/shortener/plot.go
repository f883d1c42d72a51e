package main

import (
	"math"
	"time"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// plot is the hits of some days as bars: what the template draws and what it says
// instead to who cannot see it.
type plot struct {
	Bars        []bar
	Width       int      // in units of the drawing: ten a bar; it is 100 high
	Marks       []uint64 // what stands beside the drawing, from top to bottom
	First, Last time.Time
	Total       uint64
	Best        shortener.Day // the day with the most hits, the first of several
}

// bar is one day.
type bar struct {
	shortener.Day
	X, Y, Height float64
}

// newPlot plots days, oldest first; there must be one.
func newPlot(days []shortener.Day) plot {
	p := plot{Width: 10 * len(days), First: days[0].Date, Last: days[len(days)-1].Date, Best: days[0]}
	for _, d := range days {
		p.Total += d.Hits
		if d.Hits > p.Best.Hits {
			p.Best = d
		}
	}
	top := roundUp(p.Best.Hits)
	if p.Marks = []uint64{top, 0}; top > 1 {
		p.Marks = []uint64{top, top / 2, 0}
	}
	for i, d := range days {
		height := math.Round(float64(d.Hits)/float64(top)*1e4) / 100
		p.Bars = append(p.Bars, bar{Day: d, X: float64(10*i + 1), Y: math.Round((100-height)*100) / 100, Height: height})
	}
	return p
}

// roundUp returns the least of 1, 2, 4, 6, 8, 10, 20, 40, 60 ... that is not below n:
// all but 1 have a half to mark.
func roundUp(n uint64) uint64 {
	if n <= 1 {
		return 1
	}
	for unit := uint64(1); ; unit *= 10 {
		for _, m := range []uint64{2, 4, 6, 8, 10} {
			if top := m * unit; top >= n || unit > math.MaxUint64/100 {
				return max(top, n)
			}
		}
	}
}

package main

import (
	"slices"
	"strings"
)

// sameOutput compares as package testing does: space around the whole is of no
// account, nor is the order of lines when the Output is unordered.
func sameOutput(got, want string, unordered bool) bool {
	got, want = strings.TrimSpace(got), strings.TrimSpace(want)
	if unordered {
		return slices.Equal(sortedLines(got), sortedLines(want))
	}
	return got == want
}

func sortedLines(text string) []string {
	return slices.Sorted(slices.Values(linesOf(text)))
}

// difference returns the lines of both texts: "-" before one that was wanted
// and is missing, "+" before one that was not wanted, " " before one of both.
func difference(got, want string, unordered bool) []string {
	got, want = strings.TrimSpace(got), strings.TrimSpace(want)
	if unordered {
		return diffLines(sortedLines(got), sortedLines(want))
	}
	return diffLines(linesOf(got), linesOf(want))
}

// linesOf returns the lines of text; an empty one has none.
func linesOf(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// diffLines finds a longest common subsequence. Time and space are the product
// of the lengths, so what is beyond a thousand lines is left out.
func diffLines(got, want []string) []string {
	const most = 1000
	got, want = got[:min(len(got), most)], want[:min(len(want), most)]
	// common[i][j] is the length of the longest one of got[i:] and want[j:].
	common := make([][]int, len(got)+1)
	for i := range common {
		common[i] = make([]int, len(want)+1)
	}
	for i := len(got) - 1; i >= 0; i-- {
		for j := len(want) - 1; j >= 0; j-- {
			if got[i] == want[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var lines []string
	i, j := 0, 0
	for i < len(got) || j < len(want) {
		switch {
		case i < len(got) && j < len(want) && got[i] == want[j]:
			lines = append(lines, "  "+got[i])
			i, j = i+1, j+1
		case j < len(want) && (i == len(got) || common[i][j+1] >= common[i+1][j]):
			lines = append(lines, "- "+want[j])
			j++
		default:
			lines = append(lines, "+ "+got[i])
			i++
		}
	}
	return lines
}

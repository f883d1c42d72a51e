// Package question reads the module's questions. A question is one Example in a
// file of its own; its doc comment is the question with its answer, its code is
// the proof, and its Output is what the proof prints. The package parses them,
// checks them against the contract that CONTRIBUTING.md states, and writes the
// index that README.md and the packages' doc comments carry.
package question

import (
	"path"
	"strings"
)

// A Question is one interview question with its answer and its proof.
type Question struct {
	ID    string // the package's path and the Example's suffix: "memory/cycles"
	Level string // junior, mid or senior
	Title string // the question itself, one line

	Answer     string // what one would say aloud; paragraphs are parted by a blank line
	FollowUps  []FollowUp
	Pitfalls   []string
	TradeOffs  []string
	FromPython string

	Tags  []string
	Since string   // the Go release that the answer stands on, or ""
	Needs []string // what the public playground lacks: sqlite, network, files, clock
	See   []string // symbols of the standard library, or ids

	File      string // the Example's file, from the module's root
	Twin      string // the wrong twin's main.go, from the module's root, or ""
	Code      string // the Example's code without comment, imports and Output
	Output    string // what it must print
	Unordered bool   // whether the lines of Output may come in any order
}

// A FollowUp is a question that an interviewer asks next, with its answer.
type FollowUp struct{ Question, Answer string }

// Topic returns the first element of the id: "patterns" for "patterns/tx/savepoint".
func (q *Question) Topic() string { return topicOf(q.ID) }

// Package returns the path of the question's package from the module's root.
func (q *Question) Package() string { return path.Dir(q.ID) }

// Suffix returns the last element of the id, which is the Example's suffix.
func (q *Question) Suffix() string { return path.Base(q.ID) }

func topicOf(id string) string {
	topic, _, _ := strings.Cut(id, "/")
	return topic
}

// Topics are the module's topics in the order in which they are shown.
func Topics() []string {
	return []string{"memory", "concurrency", "decorators", "patterns", "caching", "security", "matching"}
}

// Levels are the three levels, easiest first.
func Levels() []string { return []string{"junior", "mid", "senior"} }

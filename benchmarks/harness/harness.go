// Package harness compares libraries that promise the same thing: how fast they
// keep the promise, and whether they keep it.
//
// A [Topic] has jobs, which are timed, and rows, which are asked. All contestants
// of a [Job] run in one process, in interleaved rounds, so that what disturbs the
// machine disturbs all of them. Each [Cell] of a [Row] runs in a process of its
// own under a time limit, so that it may hang or crash.
//
// A topic is a package beside this one with a variable Topic and one file for
// each peer, which uses the peer as its documentation shows:
//
//	var Topic = harness.Topic{
//		Name: "retry",
//		Doc:  "functions called again until they succeed",
//		Jobs: []harness.Job{{
//			Name:        "success at the first attempt",
//			Contestants: []harness.Contestant{{Library: harness.Ours, Start: ourFirst}},
//		}},
//	}
package harness

import (
	"flag"
	"time"
)

// Names for contestants that are no module. Every other Library is a module path
// as it stands in go.mod, and its version is printed with the results.
const (
	Ours        = "ours"
	HandWritten = "hand-written" // the least code that does the work: the floor
	Stdlib      = "standard library"
)

// A Topic is one comparison: a word on the command line and a part of RESULTS.md.
type Topic struct {
	Name string // one lower-case word
	Doc  string // one line for the list of topics

	// Flags, when not nil, registers the topic's own flags, such as -traces DIR. Their
	// names are unique among all topics. They are parsed before anything else
	// of the topic runs, in child processes too.
	Flags func(*flag.FlagSet)

	Jobs   []Job   // timed
	Tables []Table // printed after the jobs: hit ratios, memory, other programs' times
	Rows   []Row   // asked, with -behaviour
}

// A Job is work that several libraries can do and that is timed.
type Job struct {
	Name string
	Unit string // what one operation is, "op" when empty
	// Items is the number of items that one operation handles; 0 means 1.
	// Times, allocations and bytes are printed for one item, so Unit names the item.
	Items       int
	Contestants []Contestant
}

// A Contestant does a job with one library.
type Contestant struct {
	Library string
	// Start builds the thing, does the work once and checks the answer. An error
	// means that the answer is wrong: the contestant is refused and the command fails.
	// run does the work n times. stop, which may be nil, ends what Start began.
	Start func() (run func(n int), stop func(), err error)
}

// A Table is figures that are not times of operations in this process.
type Table struct {
	Name    string
	Columns []string // the first names the line
	// Fill calls add for each line. An error fails the command.
	Fill func(add func(cells ...string)) error
}

// A Row is one promise, asked of every library that has the feature. Where a
// library has no such feature leave its cell out: the table shows a dash.
type Row struct {
	Name  string
	Limit time.Duration // for each cell; 0 means 10 s
	Cells []Cell
}

// A Cell asks one library. It runs in a process of its own.
type Cell struct {
	Library string
	// Run returns nil when the promise is kept, and otherwise an error that says what was seen.
	Run func() error
}

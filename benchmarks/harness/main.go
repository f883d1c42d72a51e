package harness

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
)

// The exit statuses of [Main].
const (
	exitOK     = 0
	exitFailed = 1 // an answer was wrong, or ours broke a promise
	exitUsage  = 2
)

// settings are what the command line says.
type settings struct {
	args      []string // as given, for child processes
	topic     string
	behaviour bool
	write     bool
	rounds    int
	only      string
}

// Main runs the command with the arguments after its name and returns its exit
// status: 0; 1 when an answer was wrong or ours broke a promise; 2 when the command
// line is wrong. It calls the running executable again for each cell, so
// the executable must hand its arguments to Main with the same topics.
func Main(args []string, topics []Topic, stdout, stderr io.Writer) int {
	if IsCell(args) {
		return runCell(args, topics, stderr)
	}
	s, err := parse(args, topics, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		fmt.Fprintln(stderr, "benchmarks:", err)
		return exitUsage
	case s.topic == "":
		list(stdout, topics)
		return exitOK
	}
	t, err := find(topics, s.topic)
	if err == nil {
		t, err = t.only(s)
	}
	if err != nil {
		fmt.Fprintln(stderr, "benchmarks:", err)
		return exitUsage
	}
	if err := t.run(s, stdout); err != nil {
		fmt.Fprintln(stderr, "benchmarks:", err)
		return exitFailed
	}
	return exitOK
}

// parse reads flags before and after the topic.
func parse(args []string, topics []Topic, stderr io.Writer) (settings, error) {
	s := settings{args: args}
	fs := flag.NewFlagSet("benchmarks", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.BoolVar(&s.behaviour, "behaviour", false, "ask for promises instead of timing")
	fs.BoolVar(&s.write, "write", false, "renew the topic's part of "+resultsFile)
	fs.IntVar(&s.rounds, "rounds", 11, "timed rounds for each contestant")
	fs.StringVar(&s.only, "only", "", "only what has this `substring` in its name")
	for _, t := range topics {
		if t.Flags != nil {
			t.Flags(fs)
		}
	}
	for rest := args; len(rest) > 0; {
		if err := fs.Parse(rest); errors.Is(err, flag.ErrHelp) {
			fs.SetOutput(stderr)
			fmt.Fprintln(stderr, "usage: go -C benchmarks run . [topic] [flags]")
			fs.PrintDefaults()
			return s, err
		} else if err != nil {
			return s, err
		}
		if rest = fs.Args(); len(rest) == 0 {
			break
		}
		if s.topic != "" {
			return s, fmt.Errorf("one topic at a time: %s or %s", s.topic, rest[0])
		}
		s.topic, rest = rest[0], rest[1:]
	}
	if s.rounds < 1 {
		return s, fmt.Errorf("-rounds %d: at least 1", s.rounds)
	}
	if s.write && s.only != "" {
		return s, errors.New("-write renews the topic's whole part: leave out -only")
	}
	return s, nil
}

func list(w io.Writer, topics []Topic) {
	fmt.Fprint(w, "go -C benchmarks run . TOPIC [-behaviour] [-only SUBSTRING] [-rounds N] [-write]\n\n")
	for _, t := range topics {
		fmt.Fprintf(w, "  %-13s %s\n", t.Name, t.Doc)
	}
}

// find returns the topic of that name, or an error that suggests the nearest.
func find(topics []Topic, name string) (Topic, error) {
	for _, t := range topics {
		if t.Name == name {
			return t, t.check()
		}
	}
	names := make([]string, len(topics))
	for i, t := range topics {
		names[i] = t.Name
	}
	if near := nearest(name, names); near != "" {
		return Topic{}, fmt.Errorf("no topic %q: did you mean %s?", name, near)
	}
	return Topic{}, fmt.Errorf("no topic %q: there are %s", name, strings.Join(names, ", "))
}

// only leaves what the command asks for.
func (t Topic) only(s settings) (Topic, error) {
	has := func(name string) bool { return strings.Contains(name, s.only) }
	t.Jobs = slices.DeleteFunc(slices.Clone(t.Jobs), func(j Job) bool { return s.behaviour || !has(j.Name) })
	t.Tables = slices.DeleteFunc(slices.Clone(t.Tables), func(b Table) bool { return s.behaviour || !has(b.Name) })
	t.Rows = slices.DeleteFunc(slices.Clone(t.Rows), func(r Row) bool { return !s.behaviour || !has(r.Name) })
	if !t.empty() || s.only == "" {
		return t, nil
	}
	kind := "jobs"
	if s.behaviour {
		kind = "rows"
	}
	return t, fmt.Errorf("%s has no %s with %q in the name", t.Name, kind, s.only)
}

func (t Topic) empty() bool { return len(t.Jobs)+len(t.Tables)+len(t.Rows) == 0 }

// run does what is left of the topic, prints it and, when asked, writes it.
func (t Topic) run(s settings, stdout io.Writer) error {
	where := machine()
	fmt.Fprintf(stdout, "%s: %s\n%s\n", t.Name, t.Doc, where)
	if t.empty() {
		fmt.Fprintln(stdout, "nothing of this kind to run: a topic has jobs, promises (-behaviour), or both")
		return nil
	}
	info, _ := debug.ReadBuildInfo()
	libraries := versions(info, t.libraries())
	fmt.Fprintln(stdout, wrap("libraries: "+libraries, "  "))

	r := report{topic: t.Name, machine: where, libraries: libraries}
	var failed error
	if s.behaviour {
		failed = t.behave(s, stdout, &r)
	} else {
		failed = t.time(s, stdout, &r)
	}
	if s.write { // what failed too: the file shows what was seen
		failed = errors.Join(failed, r.write())
	}
	return failed
}

// machine says where figures come from, and nothing that names the machine.
func machine() string {
	return fmt.Sprintf("%s, %s/%s, %d CPUs, GOMAXPROCS %d",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.GOMAXPROCS(0))
}

// self is the executable that children run: this one.
func self() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("a cell needs the executable: %w", err)
	}
	return path, nil
}

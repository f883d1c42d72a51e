package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/goconcepts/cookbook/internal/program"
	"github.com/goconcepts/cookbook/internal/question"
)

// app is one run of the companion.
type app struct {
	ctx    context.Context
	source fs.FS // the module's root: questions, twins, go.mod and go.sum
	in     io.Reader
	out    *screen
	name   string // how the user calls the companion
}

// calledAs returns what to type to call the companion again. The go command
// runs it from its build cache or from a temporary folder.
func calledAs(arg0 string) string {
	if strings.Contains(arg0, "go-build") || underEnv(arg0, "GOCACHE") || underEnv(arg0, "GOTMPDIR") {
		return "go run ./cmd/cookbook"
	}
	if len(arg0) > 24 {
		return filepath.Base(arg0)
	}
	return arg0
}

func underEnv(name, variable string) bool {
	dir := os.Getenv(variable)
	return dir != "" && strings.HasPrefix(name, dir)
}

// command is one of the companion's commands.
type command struct {
	name     string
	usage    string // what follows the name
	short    string // one line
	long     string // for help, after usage and short
	examples []string
	run      func(a *app, args []string) error
}

// dispatch runs the command that the first argument names.
func (a *app) dispatch(args []string) error {
	if len(args) == 0 {
		return a.index()
	}
	switch args[0] {
	case "-h", "-help", "--help":
		args = append([]string{"help"}, args[1:]...)
	case "-version", "--version":
		args = append([]string{"version"}, args[1:]...)
	}
	c := find(args[0])
	if c == nil {
		return unknown("command", args[0], commandNames())
	}
	err := c.run(a, args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return a.help([]string{c.name})
	}
	return err
}

func find(name string) *command {
	for _, c := range commands() {
		if c.name == name {
			return &c
		}
	}
	return nil
}

func commandNames() []string {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return names
}

// flags parses a command's flags and returns its other arguments. Both may
// stand in any order; after "--" there are no flags.
func (a *app) flags(set *flag.FlagSet, args []string) ([]string, error) {
	set.SetOutput(io.Discard)
	var rest []string
	for {
		if err := set.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, fmt.Errorf("%s: %w (see `%s help %[1]s`)", set.Name(), err, a.name)
		}
		left := set.Args()
		if len(left) == 0 {
			return rest, nil
		}
		if n := len(args) - len(left); n > 0 && args[n-1] == "--" {
			return append(rest, left...), nil
		}
		rest, args = append(rest, left[0]), left[1:]
	}
}

// questions returns all questions, their texts as one reads them: without the
// brackets that make links of names on pkg.go.dev.
func (a *app) questions() ([]question.Question, error) {
	all, err := question.Parse(a.source)
	for i := range all {
		q := &all[i]
		q.Answer, q.FromPython = unlinked(q.Answer), capital(unlinked(q.FromPython))
		for j, f := range q.FollowUps {
			q.FollowUps[j] = question.FollowUp{Question: unlinked(f.Question), Answer: unlinked(f.Answer)}
		}
		for j := range q.Pitfalls {
			q.Pitfalls[j] = unlinked(q.Pitfalls[j])
		}
		for j := range q.TradeOffs {
			q.TradeOffs[j] = capital(unlinked(q.TradeOffs[j]))
		}
	}
	return all, err
}

// docLink matches a link to a name in a doc comment: [Cache.Get], [memory.Cast].
var docLink = regexp.MustCompile(`(^|[\s(])\[(\*?[A-Za-z][\w./]*)\]`)

func unlinked(text string) string {
	if !strings.Contains(text, "[") {
		return text
	}
	return docLink.ReplaceAllString(text, "$1$2")
}

// capital lets a text that follows a label in its doc comment begin with a capital,
// since here it stands under a heading. A name in code keeps its spelling.
func capital(text string) string {
	word, _, _ := strings.Cut(text, " ")
	if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// one returns the question that the single argument names.
func (a *app) one(name string, args []string) (*question.Question, error) {
	if len(args) != 1 {
		return nil, fmt.Errorf("%s wants the id of one question, such as memory/cycles (see `%s list`)", name, a.name)
	}
	all, err := a.questions()
	if err != nil {
		return nil, err
	}
	id := strings.Trim(args[0], "/")
	ids := make([]string, len(all))
	for i := range all {
		if all[i].ID == id {
			return &all[i], nil
		}
		ids[i] = all[i].ID
	}
	return nil, unknown("question", args[0], ids)
}

// selection returns the questions that the arguments name by id, package or
// topic, and all of them when there is no argument.
func (a *app) selection(args []string) ([]question.Question, error) {
	all, err := a.questions()
	if err != nil || len(args) == 0 {
		return all, err
	}
	var picked []question.Question
	for _, q := range all {
		if slices.ContainsFunc(args, func(arg string) bool { return names(arg, q.ID) }) {
			picked = append(picked, q)
		}
	}
	for _, arg := range args {
		if !slices.ContainsFunc(all, func(q question.Question) bool { return names(arg, q.ID) }) {
			known := question.Topics()
			for _, q := range all {
				known = append(known, q.ID, q.Package())
			}
			return nil, unknown("question or topic", arg, known)
		}
	}
	return picked, nil
}

// names reports whether arg is the id, or a topic or package that it lies in.
func names(arg, id string) bool {
	arg = strings.TrimPrefix(strings.Trim(arg, "/"), "./")
	return arg == id || strings.HasPrefix(id, arg+"/")
}

// space returns a place to build programs in: against the working tree when
// there is one, else against the module of this binary's version.
func (a *app) space() (*program.Space, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	if root, ok := program.Checkout(dir); ok {
		return program.New(program.Config{Checkout: root})
	}
	return program.New(program.Config{Version: version(), Source: a.source})
}

// version returns the version of the module that this binary was built from.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Path == program.Module {
		return cmp.Or(info.Main.Version, "(devel)")
	}
	return "(devel)"
}

// Package wrong proves wrong programs wrong.
//
// Beside a question there may be a twin: a small program with the mistake that
// the question is about, in testdata/wrong/<suffix>/main.go. Its first line says
// how it must fail:
//
//	// want: race               the race detector reports a data race
//	// want: deadlock           all goroutines are asleep
//	// want: compile "TEXT"     the compiler refuses it and says TEXT
//	// want: panic "TEXT"       it panics and says TEXT
//	// want: fatal "TEXT"       the runtime ends it with a fatal error that says TEXT
//	// want: vet "TEXT"         it compiles, and go vet says TEXT
//	// want: leak               it returns from main and leaves a goroutine behind
//	// want: output "TEXT"      it ends well and prints TEXT, which is wrong
//
// A comment that says what is wrong follows. [Prove] builds and runs twins and
// requires just that failure: a twin that was mended, fails in another way, or
// runs on is an error.
package wrong

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// Kind is a way to fail.
type Kind string

// The ways in which a twin can fail.
const (
	Race     Kind = "race"
	Deadlock Kind = "deadlock"
	Compile  Kind = "compile"
	Panic    Kind = "panic"
	Fatal    Kind = "fatal"
	Vet      Kind = "vet"
	Leak     Kind = "leak"
	Output   Kind = "output"
)

// hasText says of each kind whether a text belongs to it.
var hasText = map[Kind]bool{
	Race: false, Deadlock: false, Leak: false,
	Compile: true, Panic: true, Fatal: true, Vet: true, Output: true,
}

// Want is how a twin must fail.
type Want struct {
	Kind Kind
	Text string // what must be said; empty for race, deadlock and leak
}

// String returns the form that follows "// want: ".
func (w Want) String() string {
	if w.Text == "" {
		return string(w.Kind)
	}
	return string(w.Kind) + " " + strconv.Quote(w.Text)
}

// Twin is a wrong program.
type Twin struct {
	ID      string // of its question: memory/append
	Path    string // memory/testdata/wrong/append/main.go
	Want    Want
	Summary string // what is wrong, in one line
	Source  []byte
}

// errWant is the cause of every first line that does not parse.
var errWant = errors.New("line 1 must read `// want: KIND` with the text that the kind needs, quoted")

// ParseWant parses the first line of a twin.
func ParseWant(line string) (Want, error) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(line), "// want: ")
	if !ok {
		return Want{}, errWant
	}
	word, quoted, _ := strings.Cut(rest, " ")
	w := Want{Kind: Kind(word)}
	needs, ok := hasText[w.Kind]
	if !ok || needs != (quoted != "") {
		return Want{}, errWant
	}
	if needs {
		text, err := strconv.Unquote(quoted)
		if err != nil || text == "" {
			return Want{}, errWant
		}
		w.Text = text
	}
	return w, nil
}

// Parse parses the source of the twin at a path that ends in
// testdata/wrong/<suffix>/main.go.
func Parse(name string, source []byte) (Twin, error) {
	dir, suffix := path.Split(path.Dir(name))
	pkg, ok := strings.CutSuffix(dir, "/testdata/wrong/")
	if !ok || path.Base(name) != "main.go" {
		return Twin{}, fmt.Errorf("wrong: %s: a twin is the one file main.go in testdata/wrong/<suffix>", name)
	}
	first, rest, _ := bytes.Cut(source, []byte("\n"))
	want, err := ParseWant(string(first))
	if err != nil {
		return Twin{}, fmt.Errorf("wrong: %s: %w", name, err)
	}
	t := Twin{ID: pkg + "/" + suffix, Path: name, Want: want, Source: source, Summary: summary(rest)}
	if t.Summary == "" {
		return Twin{}, fmt.Errorf("wrong: %s: line 2 must say what is wrong", name)
	}
	return t, nil
}

// summary returns the comment that begins text, as one line.
func summary(text []byte) string {
	var words []string
	for line := range bytes.Lines(text) {
		comment, ok := strings.CutPrefix(string(line), "//")
		if !ok || strings.HasPrefix(comment, "go:build") {
			break
		}
		words = append(words, strings.Fields(comment)...)
	}
	return strings.Join(words, " ")
}

// Find returns the twins of a tree, in order of their paths. Folders with a
// go.mod of their own, other than the root, and folders with a dot are left out.
// Every file that does not parse is in the error.
func Find(tree fs.FS) ([]Twin, error) {
	var twins []Twin
	var bad []error
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != "." && (strings.HasPrefix(d.Name(), ".") || isModule(tree, name)) {
				return fs.SkipDir
			}
			return nil
		}
		if ok, _ := path.Match("testdata/wrong/*/main.go", lastParts(name, 4)); !ok {
			return nil
		}
		source, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		t, err := Parse(name, source)
		if err != nil {
			bad = append(bad, err)
			return nil
		}
		twins = append(twins, t)
		return nil
	})
	return twins, errors.Join(append(bad, err)...)
}

func isModule(tree fs.FS, dir string) bool {
	_, err := fs.Stat(tree, path.Join(dir, "go.mod"))
	return err == nil
}

// lastParts returns the last n elements of a path.
func lastParts(name string, n int) string {
	parts := strings.Split(name, "/")
	return strings.Join(parts[max(0, len(parts)-n):], "/")
}

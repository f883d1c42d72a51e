// Package program builds small programs that import this module, and runs
// them: the program behind an Example, or a wrong one that must fail.
//
// A [Space] is a temporary module that holds many programs. Its go.mod is a
// copy of this module's own under another name, so that each program is built
// with the versions that this module was tested with; this module itself comes
// from a working tree, or from the module cache. Programs are built many at a
// time, since starting the go command costs more than compiling a small
// program.
package program

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
)

// Module is the path of this module.
const Module = "github.com/goconcepts/cookbook"

// spaceModule is the path of the temporary module. It must not lie below
// Module, or a program could import its internal packages.
const spaceModule = "programs.invalid/space"

// Errors of the environment, for [errors.Is]: no program is at fault.
var (
	ErrNoGo       = errors.New("there is no go command on the PATH")
	ErrNoModule   = errors.New("no working tree and no version to build against")
	ErrNoNetwork  = errors.New("a module is not in the module cache and cannot be downloaded")
	ErrCache      = errors.New("a folder cannot be written")
	ErrNoCompiler = errors.New("the race detector cannot be built here")
	ErrNoFakeTime = errors.New("the playground's clock cannot be built on Windows")
	ErrModFile    = errors.New("the go command refuses go.mod or go.sum")
	ErrToolchain  = errors.New("the go command is too old")
)

// Config says where a [Space] takes this module from.
type Config struct {
	// Checkout is the root of a working tree of this module. Empty means the
	// module cache.
	Checkout string
	// Version is the version to take from the module cache when Checkout is
	// empty, such as v0.3.1.
	Version string
	// Source holds this module's go.mod and go.sum at its root. Nil means the
	// files of Checkout.
	Source fs.FS
	// Env is the environment of the go command and of the programs. Nil means
	// that of this process.
	Env []string
}

// Space is a temporary module that programs are built in. Its methods may be
// called by several goroutines.
type Space struct {
	dir   string
	gocmd string
	env   []string
	last  atomic.Int64 // number of the program written last
}

// Checkout finds the working tree of this module that dir lies in. It reports
// false when there is none.
func Checkout(dir string) (root string, ok bool) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", false
	}
	for {
		text, err := os.ReadFile(filepath.Join(dir, "go.mod")) // #nosec G304 -- a folder above the working one.
		if err == nil && modulePath(text) == Module {
			return dir, true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", false
		}
		dir = parent
	}
}

// New makes an empty Space in the folder for temporary files. Close removes it.
func New(cfg Config) (*Space, error) {
	gocmd, err := exec.LookPath("go")
	if err != nil {
		return nil, fmt.Errorf("program: new: %w", ErrNoGo)
	}
	if cfg.Checkout == "" && !released(cfg.Version) {
		return nil, fmt.Errorf("program: new: %w", ErrNoModule)
	}
	if cfg.Source == nil {
		cfg.Source = os.DirFS(cfg.Checkout)
	}
	mod, err := fs.ReadFile(cfg.Source, "go.mod")
	if err != nil {
		return nil, fmt.Errorf("program: new: %w", err)
	}
	sum, err := fs.ReadFile(cfg.Source, "go.sum")
	if err != nil {
		return nil, fmt.Errorf("program: new: %w", err)
	}
	dir, err := os.MkdirTemp("", "cookbook-")
	if err != nil {
		return nil, fmt.Errorf("program: new: %w: %w", ErrCache, err)
	}
	s := &Space{dir: dir, gocmd: gocmd, env: environment(cfg.Env, dir)}
	err = errors.Join(
		os.WriteFile(filepath.Join(dir, "go.mod"), deriveMod(mod, cfg), 0o600),
		os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o600),
		os.Mkdir(filepath.Join(dir, "tmp"), 0o700),
		os.Mkdir(filepath.Join(dir, "run"), 0o700),
	)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("program: new: %w: %w", ErrCache, err), s.Close())
	}
	return s, nil
}

// Close removes the Space and all that was built in it.
func (s *Space) Close() error {
	if err := os.RemoveAll(s.dir); err != nil {
		return fmt.Errorf("program: close: %w", err)
	}
	return nil
}

// released reports whether a version can be had from a module proxy: what is
// built from a changed working tree cannot.
func released(version string) bool {
	return strings.HasPrefix(version, "v") && !strings.HasSuffix(version, "+dirty")
}

// modulePath returns the path in the module line of a go.mod, or "".
func modulePath(mod []byte) string {
	for line := range bytes.Lines(mod) {
		fields := strings.Fields(string(line))
		if len(fields) >= 2 && fields[0] == "module" {
			return strings.Trim(fields[1], "\"`")
		}
	}
	return ""
}

// deriveMod returns this module's go.mod under the Space's name and with a
// requirement on this module.
func deriveMod(mod []byte, cfg Config) []byte {
	var b bytes.Buffer
	for line := range bytes.Lines(mod) {
		if modulePath(line) != "" {
			line = []byte("module " + spaceModule + "\n")
		}
		b.Write(line)
	}
	if cfg.Checkout == "" {
		fmt.Fprintf(&b, "\nrequire %s %s\n", Module, cfg.Version)
		return b.Bytes()
	}
	// The version is of no account, as the replacement stands for all of them.
	fmt.Fprintf(&b, "\nrequire %s v0.0.0\n\nreplace %[1]s => %s\n", Module, quote(cfg.Checkout))
	return b.Bytes()
}

// quote returns a path in the form that go.mod wants.
func quote(path string) string {
	if strings.ContainsAny(path, " \t\"'`()[]{},") || strings.Contains(path, "//") {
		return strconv.Quote(path)
	}
	return path
}

// environment returns env (nil for this process's) with the variables that
// decide how programs are built and how they fail set to known values. What
// says where modules come from and where caches lie stays as the user has it.
func environment(env []string, dir string) []string {
	if env == nil {
		env = os.Environ()
	}
	set := []string{
		"GOWORK=off",
		// Not empty, which would bring back the value of `go env -w`.
		"GOFLAGS=-mod=mod",
		"CGO_ENABLED=0",
		"GOTMPDIR=" + filepath.Join(dir, "tmp"),
		"GODEBUG=",
		"GORACE=",
		"GOTRACEBACK=",
	}
	return append(env[:len(env):len(env)], set...)
}

// firstLine returns the first line of text that is not empty.
func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return cmp.Or(strings.TrimSpace(text), "no message")
}

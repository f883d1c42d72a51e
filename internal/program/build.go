package program

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Program is the source of one program: package main in one or more files.
type Program struct {
	Files map[string][]byte // by file name, without folders
}

// Mode is a way to build.
type Mode struct {
	Race     bool // with the race detector, which needs a C compiler
	FakeTime bool // on the playground's clock
}

// Built is a program after [Space.Build].
type Built struct {
	Path string // the executable; empty when Err is not nil
	Err  error  // a *CompileError, or nil
}

// Remove removes the executable before its Space is closed, so that many
// programs need not lie on the disk at once.
func (b Built) Remove() error { return os.Remove(b.Path) }

// CompileError says why a program was not built.
type CompileError struct {
	Text string // what the compiler says; positions read main.go:LINE:COLUMN
}

// Error returns the first of the compiler's complaints that has a position.
func (e *CompileError) Error() string {
	line, ok := lineWith(e.Text, ".go:")
	if !ok {
		line = firstLine(e.Text)
	}
	return "program: build: " + line
}

// Build builds programs, with one start of the go command if all is well. The
// result has an element for each program, in order; a program that does not
// compile has a [*CompileError] there. The error is about the environment, such
// as [ErrNoNetwork].
func (s *Space) Build(ctx context.Context, programs []Program, mode Mode) ([]Built, error) {
	if mode.FakeTime && runtime.GOOS == "windows" {
		return nil, fmt.Errorf("program: build: %w", ErrNoFakeTime)
	}
	if len(programs) == 0 {
		return nil, nil
	}
	names, err := s.write(programs)
	if err != nil {
		return nil, err
	}
	bin := filepath.Join(s.dir, "bin-"+names[0])
	if err := os.Mkdir(bin, 0o700); err != nil {
		return nil, fmt.Errorf("program: build: %w", err)
	}
	built := make([]Built, len(programs))
	said, _, err := s.buildAll(ctx, names, bin, mode)
	if err != nil {
		return nil, err
	}
	for i, name := range names {
		path := executable(bin, name)
		if _, err := os.Stat(path); err == nil {
			built[i].Path = path
			continue
		}
		text := said[spaceModule+"/"+name]
		if text == "" {
			// Something that it imports is at fault, or stopped the whole build.
			_, text, err = s.buildAll(ctx, names[i:i+1], bin, mode)
			if err != nil {
				return nil, err
			}
			if _, err := os.Stat(path); err == nil {
				built[i].Path = path
				continue
			}
		}
		built[i].Err = &CompileError{Text: s.clean(text, name)}
	}
	return built, nil
}

// Vet vets programs with one start of the go command, and returns what it says
// of each: "" is no complaint. A program that does not compile is complained of.
func (s *Space) Vet(ctx context.Context, programs []Program) ([]string, error) {
	if len(programs) == 0 {
		return nil, nil
	}
	names, err := s.write(programs)
	if err != nil {
		return nil, err
	}
	_, stderr, err := s.command(ctx, s.env, append([]string{"vet"}, folders(names)...))
	if err != nil {
		return nil, err
	}
	said := make([]string, len(names))
	for i, name := range names {
		var b strings.Builder
		for line := range strings.Lines(stderr) {
			// A line may begin "vet: " or "./".
			if strings.Contains(line, name+string(filepath.Separator)) {
				b.WriteString(line)
			}
		}
		said[i] = s.clean(b.String(), name)
	}
	return said, nil
}

// write writes programs into folders of their own and returns the folders' names.
func (s *Space) write(programs []Program) ([]string, error) {
	names := make([]string, len(programs))
	for i, p := range programs {
		names[i] = fmt.Sprintf("p%05d", s.last.Add(1))
		dir := filepath.Join(s.dir, names[i])
		err := os.Mkdir(dir, 0o700)
		for name, text := range p.Files {
			err = errors.Join(err, os.WriteFile(filepath.Join(dir, name), text, 0o600))
		}
		if err != nil {
			return nil, fmt.Errorf("program: write: %w", err)
		}
	}
	return names, nil
}

// buildAll starts one go build and returns what it says, by package and in all.
func (s *Space) buildAll(
	ctx context.Context, names []string, bin string, mode Mode,
) (said map[string]string, all string, err error) {
	// Without symbols a program links in half the time; a panic still names its lines.
	args := []string{"build", "-json", "-ldflags=-s -w", "-o", bin + string(filepath.Separator)}
	env := s.env
	if mode.FakeTime {
		args = append(args, "-tags=faketime")
	}
	if mode.Race {
		args = append(args, "-race")
		env = append(env[:len(env):len(env)], "CGO_ENABLED=1")
	}
	stdout, stderr, err := s.command(ctx, env, append(args, folders(names)...))
	if err != nil {
		return nil, "", err
	}
	said = map[string]string{}
	var b strings.Builder
	b.WriteString(stderr)
	for line := range strings.Lines(stdout) {
		var event struct{ ImportPath, Action, Output string }
		if json.Unmarshal([]byte(line), &event) == nil && event.Action == "build-output" {
			said[event.ImportPath] += event.Output
			b.WriteString(event.Output)
		}
	}
	return said, b.String(), environmentError("build", b.String())
}

// command runs the go command in the Space. A go command that fails is no
// error unless the environment is at fault.
func (s *Space) command(ctx context.Context, env, args []string) (stdout, stderr string, err error) {
	out, errs := &head{limit: outputLimit}, &head{limit: outputLimit}
	cmd := exec.CommandContext(ctx, s.gocmd, args...) // #nosec G204 -- the go command, found on PATH; no shell.
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = s.dir, env, out, errs
	ownGroup(cmd)
	cmd.WaitDelay = 5 * time.Second
	err = cmd.Run()
	if ctx.Err() != nil {
		return "", "", fmt.Errorf("program: %s: %w", args[0], context.Cause(ctx))
	}
	if _, failed := errors.AsType[*exec.ExitError](err); err != nil && !failed {
		return "", "", fmt.Errorf("program: %s: %w", args[0], err)
	}
	stdout, stderr = out.buf.String(), errs.buf.String()
	if err != nil {
		if err := environmentError(args[0], stderr); err != nil {
			return "", "", err
		}
	}
	return stdout, stderr, nil
}

// clean makes positions in text relative to the program's own folder.
func (s *Space) clean(text, name string) string {
	sep := string(filepath.Separator)
	text = strings.ReplaceAll(text, s.dir+sep, "")
	text = strings.ReplaceAll(text, "."+sep+name+sep, "")
	text = strings.ReplaceAll(text, name+sep, "")
	return strings.TrimSpace(text)
}

// folders returns the names in the form that the go command wants.
func folders(names []string) []string {
	args := make([]string, len(names))
	for i, name := range names {
		args[i] = "./" + name
	}
	return args
}

// executable returns the path that go build -o bin/ gives to a program.
func executable(bin, name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(bin, name)
}

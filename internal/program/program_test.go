package program_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goconcepts/cookbook/internal/program"
	"github.com/goconcepts/cookbook/internal/program/programtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// tree writes a small working tree of the module and returns its root.
func tree(t *testing.T) string {
	root := filepath.Join(t.TempDir(), "a tree") // a space must be quoted in go.mod
	for name, text := range map[string]string{
		"go.mod":                    "module " + program.Module + "\n\ngo 1.26.0\n",
		"go.sum":                    "",
		"greet/greet.go":            "package greet\n\nconst Word = \"hello\"\n",
		"internal/hidden/hidden.go": "package hidden\n\nfunc X() {}\n",
	} {
		name = filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	}
	return root
}

func space(t *testing.T, cfg program.Config) *program.Space {
	s, err := program.New(cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func source(text string) program.Program {
	return program.Program{Files: map[string][]byte{"main.go": []byte(text)}}
}

const greets = `package main

import (
	"fmt"

	"github.com/goconcepts/cookbook/greet"
)

func main() { fmt.Println(greet.Word) }
`

func TestBuildTellsGoodProgramsFromBad(t *testing.T) {
	s := space(t, program.Config{Checkout: tree(t)})
	built, err := s.Build(t.Context(), []program.Program{
		source(greets),
		source("package main\n\nfunc main() { var x int }\n"),
		source("package main\n\nimport \"github.com/goconcepts/cookbook/internal/hidden\"\n\nfunc main() { hidden.X() }\n"),
		source("package main\n\nfunc main() {\n"),
		source("package main\n\nfunc main() { println(1) }\n"),
	}, program.Mode{})
	require.NoError(t, err)
	require.Len(t, built, 5)
	require.NoError(t, built[0].Err)
	require.NoError(t, built[4].Err)
	require.ErrorContains(t, built[1].Err, "main.go:3:19: declared and not used: x")
	require.ErrorContains(t, built[2].Err, "main.go:3:8: ")
	require.ErrorContains(t, built[3].Err, "main.go:4:1: syntax error")
	_, ok := errors.AsType[*program.CompileError](built[3].Err)
	require.True(t, ok)

	r, err := s.Run(t.Context(), built[0].Path, time.Minute)
	require.NoError(t, err)
	require.Equal(t, "hello\n", string(r.Stdout))
	require.Equal(t, 0, r.Status)
	require.NoError(t, built[0].Remove())
	require.NoFileExists(t, built[0].Path)
}

func TestBuildIgnoresTheUsersFlags(t *testing.T) {
	t.Setenv("GOFLAGS", "-mod=vendor")
	t.Setenv("GOWORK", filepath.Join(t.TempDir(), "go.work"))
	t.Setenv("CGO_ENABLED", "1")
	s := space(t, program.Config{Checkout: tree(t)})
	built, err := s.Build(t.Context(), []program.Program{source(greets)}, program.Mode{})
	require.NoError(t, err)
	require.NoError(t, built[0].Err)
}

func TestModuleCache(t *testing.T) {
	root := tree(t)
	env := programtest.Proxy(t, root, "v0.9.1")
	s := space(t, program.Config{Version: "v0.9.1", Source: os.DirFS(root), Env: env})
	built, err := s.Build(t.Context(), []program.Program{source(greets)}, program.Mode{})
	require.NoError(t, err)
	require.NoError(t, built[0].Err)
	r, err := s.Run(t.Context(), built[0].Path, time.Minute)
	require.NoError(t, err)
	require.Equal(t, "hello\n", string(r.Stdout))

	other := space(t, program.Config{Version: "v0.9.2", Source: os.DirFS(root), Env: env})
	_, err = other.Build(t.Context(), []program.Program{source(greets)}, program.Mode{})
	require.ErrorIs(t, err, program.ErrNoNetwork)
}

func TestEnvironmentErrors(t *testing.T) {
	root := tree(t)
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for _, c := range []struct {
		name string
		env  []string
		cfg  program.Config
		mod  string
		want error
	}{
		{name: "no network", cfg: program.Config{Version: "v0.9.3"}, want: program.ErrNoNetwork, env: []string{"GOPROXY=off"}},
		{name: "proxy down", cfg: program.Config{Version: "v0.9.3"}, want: program.ErrNoNetwork, env: []string{"GOPROXY=http://127.0.0.1:1"}},
		{name: "no build cache", cfg: program.Config{Checkout: root}, want: program.ErrCache, env: []string{"GOCACHE=" + filepath.Join(file, "x")}},
		{name: "no module cache", cfg: program.Config{Version: "v0.9.3"}, want: program.ErrCache, env: []string{"GOMODCACHE=" + filepath.Join(file, "x")}},
		{name: "old go", cfg: program.Config{Checkout: root}, mod: "go 1.999", want: program.ErrToolchain, env: []string{"GOTOOLCHAIN=local"}},
		{name: "broken go.mod", cfg: program.Config{Checkout: root}, mod: "require", want: program.ErrModFile},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := c.cfg
			cfg.Env = append(os.Environ(), c.env...)
			cfg.Source = os.DirFS(root)
			if c.mod != "" {
				dir := t.TempDir()
				require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module "+program.Module+"\n\n"+c.mod+"\n"), 0o600))
				require.NoError(t, os.WriteFile(filepath.Join(dir, "go.sum"), nil, 0o600))
				cfg.Source = os.DirFS(dir)
			}
			s := space(t, cfg)
			_, err := s.Build(t.Context(), []program.Program{source(greets)}, program.Mode{})
			require.ErrorIs(t, err, c.want)
			require.NotContains(t, err.Error(), "\n")
		})
	}
	t.Run("no go", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		_, err := program.New(program.Config{Checkout: root})
		require.ErrorIs(t, err, program.ErrNoGo)
	})
	for _, version := range []string{"", "(devel)", "v0.0.0-20260101000000-abcdefabcdef+dirty"} {
		_, err := program.New(program.Config{Version: version, Source: os.DirFS(root)})
		require.ErrorIs(t, err, program.ErrNoModule)
	}
}

func TestRunBoundsTimeAndOutput(t *testing.T) {
	s := space(t, program.Config{Checkout: tree(t)})
	built, err := s.Build(t.Context(), []program.Program{
		source("package main\n\nimport \"time\"\n\nfunc main() { print(\"begun\"); time.Sleep(time.Hour) }\n"),
		source("package main\n\nimport \"os\"\n\nfunc main() { for range 3000 { os.Stdout.Write(make([]byte, 1000)) }; os.Exit(7) }\n"),
		source("package main\n\nfunc main() { panic(\"oh\") }\n"),
	}, program.Mode{})
	require.NoError(t, err)

	require.Equal(t, "begun", killed(t, s, built[0].Path))

	r, err := s.Run(t.Context(), built[1].Path, time.Minute)
	require.NoError(t, err)
	require.True(t, r.Cut)
	require.Len(t, r.Stdout, 1<<20)
	require.Equal(t, 7, r.Status)

	r, err = s.Run(t.Context(), built[2].Path, time.Minute)
	require.NoError(t, err)
	require.Equal(t, 2, r.Status)
	require.Contains(t, string(r.Stderr), "main.go:3", "a stripped program still names its lines")

	cause := errors.New("interrupted")
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(100*time.Millisecond, func() { cancel(cause) })
	_, err = s.Run(ctx, built[0].Path, time.Minute)
	require.ErrorIs(t, err, cause)
	_, err = s.Build(ctx, []program.Program{source(greets)}, program.Mode{})
	require.ErrorIs(t, err, cause)
}

// killed runs a program that does not end by itself, and returns what it had written when
// it was killed. How soon a program writes depends on the machine: the limit grows until it did.
func killed(t *testing.T, s *program.Space, path string) string {
	t.Helper()
	for limit := 200 * time.Millisecond; ; limit *= 2 {
		r, err := s.Run(t.Context(), path, limit)
		require.NoError(t, err)
		require.True(t, r.TimedOut)
		require.GreaterOrEqual(t, r.Took, limit)
		require.Less(t, r.Took, limit+time.Minute)
		if len(r.Stderr) > 0 {
			return string(r.Stderr)
		}
	}
}

// A program's children must not outlive it, nor keep Run waiting: neither when
// it is killed nor when it ends by itself.
func TestRunKillsTheWholeGroup(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no process groups in this sense")
	}
	const parent = `package main

import (
	"os"
	"os/exec"
	"time"
)

func main() {
	child := exec.Command("sleep", "3600")
	child.Stdout = os.Stdout
	if child.Start() == nil {
		println(child.Process.Pid)
	}
	time.Sleep(WAIT)
}
`
	s := space(t, program.Config{Checkout: tree(t)})
	built, err := s.Build(t.Context(), []program.Program{
		source(strings.Replace(parent, "WAIT", "time.Hour", 1)),
		source(strings.Replace(parent, "WAIT", "0", 1)),
	}, program.Mode{})
	require.NoError(t, err)
	gone := func(pid string) {
		require.Eventually(t, func() bool { return !sleeps(strings.TrimSpace(pid)) }, time.Minute, 10*time.Millisecond)
	}
	require.NoError(t, built[0].Err)
	gone(killed(t, s, built[0].Path))

	require.NoError(t, built[1].Err)
	r, err := s.Run(t.Context(), built[1].Path, time.Minute)
	require.NoError(t, err)
	require.False(t, r.TimedOut)
	require.Less(t, r.Took, time.Minute)
	require.NotEmpty(t, r.Stderr)
	gone(string(r.Stderr))
}

// sleeps reports whether the process is there and no zombie, as far as can be seen.
func sleeps(pid string) bool {
	text, err := os.ReadFile("/proc/" + pid + "/stat")
	return err == nil && !strings.Contains(string(text), ") Z ")
}

func TestFakeTime(t *testing.T) {
	s := space(t, program.Config{Checkout: tree(t)})
	sleeper := source(`package main

import (
	"fmt"
	"time"
)

func main() {
	begin := time.Now()
	time.Sleep(time.Hour)
	fmt.Println(begin.UTC().Year(), time.Since(begin))
	fmt.Println("end")
}
`)
	built, err := s.Build(t.Context(), []program.Program{sleeper}, program.Mode{FakeTime: true})
	if runtime.GOOS == "windows" {
		require.ErrorIs(t, err, program.ErrNoFakeTime)
		return
	}
	require.NoError(t, err)
	r, err := s.Run(t.Context(), built[0].Path, time.Minute)
	require.NoError(t, err)
	plain, err := program.Playback(r.Stdout)
	require.NoError(t, err)
	require.Equal(t, "2009 1h0m0s\nend\n", string(plain))

	_, err = program.Playback([]byte("plain"))
	require.Error(t, err)
	_, err = program.Playback(r.Stdout[:len(r.Stdout)-1])
	require.Error(t, err)
}

func TestVet(t *testing.T) {
	s := space(t, program.Config{Checkout: tree(t)})
	said, err := s.Vet(t.Context(), []program.Program{
		source("package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Printf(\"%d\\n\", \"x\") }\n"),
		source(greets),
	})
	require.NoError(t, err)
	require.Contains(t, said[0], "main.go:5:")
	require.Contains(t, said[0], "wrong type")
	require.Empty(t, said[1])
}

func TestCheckout(t *testing.T) {
	root := tree(t)
	nested := filepath.Join(root, "benchmarks", "deep")
	require.NoError(t, os.MkdirAll(nested, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(root, "benchmarks", "go.mod"), []byte("module other\n"), 0o600))
	for _, dir := range []string{root, filepath.Join(root, "greet"), nested} {
		got, ok := program.Checkout(dir)
		require.True(t, ok)
		require.Equal(t, root, got)
	}
	_, ok := program.Checkout(t.TempDir())
	require.False(t, ok)
}

// Whatever is written, Playback gives back what stands between whole headers.
func FuzzPlayback(f *testing.F) {
	f.Add([]byte("hello\n"), byte(3))
	f.Add([]byte("\x00\x00PB"), byte(0))
	f.Fuzz(func(t *testing.T, text []byte, at byte) {
		cut := min(int(at), len(text))
		var written []byte
		for _, part := range [][]byte{text[:cut], text[cut:]} {
			written = append(written, 0, 0, 'P', 'B', 1, 2, 3, 4, 5, 6, 7, 8)
			written = binary.BigEndian.AppendUint32(written, uint32(len(part)))
			written = append(written, part...)
		}
		plain, err := program.Playback(written)
		if err != nil || !bytes.Equal(plain, text) {
			t.Fatal(plain, err)
		}
		// Anything else is an error or a text, and never more than was written.
		if plain, _ := program.Playback(text); len(plain) > len(text) {
			t.Fatal(plain)
		}
	})
}

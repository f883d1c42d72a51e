// Package python holds workloads in Python, so that what the Python programmer
// knows can be timed beside what replaces it. They run when python3 is there.
package python

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

//go:embed *.py
var scripts embed.FS

// ErrNone says that there is no python3 in the path.
var ErrNone = errors.New("python: no python3 in the path")

// Run runs the script of the given name, such as "concurrency.py", and decodes the
// JSON that it prints into v.
func Run(name string, v any) error {
	python, err := exec.LookPath("python3")
	if err != nil {
		return ErrNone
	}
	text, err := scripts.ReadFile(name)
	if err != nil {
		return fmt.Errorf("python: %w", err)
	}
	dir, err := os.MkdirTemp("", "cookbook-python-")
	if err != nil {
		return fmt.Errorf("python: %w", err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, name) // a file, since processes that are not forked import it again
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return fmt.Errorf("python: %w", err)
	}
	cmd := exec.Command(python, file)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("python: %s: %w", name, err)
	}
	if err := json.Unmarshal(out, v); err != nil {
		return fmt.Errorf("python: %s: %w", name, err)
	}
	return nil
}

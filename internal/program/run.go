package program

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"
)

// outputLimit bounds what is kept of a process's output: 1 MiB of each stream.
const outputLimit = 1 << 20

// Result is how a program ended.
type Result struct {
	Stdout, Stderr []byte // the first MiB of each
	Status         int    // its exit status; -1 when it was killed
	TimedOut       bool   // it ran past the limit and was killed
	Cut            bool   // it wrote more than was kept
	Took           time.Duration
}

// Run runs an executable that [Space.Build] built, alone and without input, and
// kills it and all that it started when limit has passed. A program that fails
// is a Result; the error is ctx's, or says that it could not be started.
func (s *Space) Run(ctx context.Context, path string, limit time.Duration) (Result, error) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	stdout, stderr := &head{limit: outputLimit}, &head{limit: outputLimit}
	cmd := exec.CommandContext(limited, path)
	cmd.Dir, cmd.Env = filepath.Join(s.dir, "run"), s.env
	cmd.Stdout, cmd.Stderr = stdout, stderr
	ownGroup(cmd)
	// A child that outlives the program may hold its output open.
	cmd.WaitDelay = time.Second
	begin := time.Now()
	err := cmd.Run()
	endGroup(cmd)
	if ctx.Err() != nil {
		return Result{}, fmt.Errorf("program: run: %w", context.Cause(ctx))
	}
	if _, failed := errors.AsType[*exec.ExitError](err); err != nil && !failed && cmd.ProcessState == nil {
		return Result{}, fmt.Errorf("program: run: %w", err)
	}
	return Result{
		Stdout:   stdout.buf.Bytes(),
		Stderr:   stderr.buf.Bytes(),
		Status:   cmd.ProcessState.ExitCode(),
		TimedOut: limited.Err() != nil,
		Cut:      stdout.cut || stderr.cut,
		Took:     time.Since(begin),
	}, nil
}

// head is a writer that keeps the first limit bytes. Only one goroutine of
// [exec.Cmd] writes to it.
type head struct {
	buf   bytes.Buffer
	limit int
	cut   bool
}

// Write keeps what there is room for; it never fails.
func (h *head) Write(p []byte) (int, error) {
	keep := p
	if room := h.limit - h.buf.Len(); len(keep) > room {
		keep, h.cut = keep[:room], true
	}
	h.buf.Write(keep)
	return len(p), nil
}

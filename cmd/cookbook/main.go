// Command cookbook is the companion of the cookbook: it lists the questions,
// shows them with their answers, and runs the programs that prove them.
//
//	go run ./cmd/cookbook          # the index; from there, any answer
//	go run ./cmd/cookbook help     # the commands
//
// It is one file; built with CGO_ENABLED=0 it needs nothing of the machine to
// start. It carries its own copy of the questions. Commands that run programs need the
// go command: in a working tree of the module they build against the tree,
// elsewhere against the module of the command's own version.
//
// The exit status is 0 when all is well, 1 when a proof failed, 2 when it was
// used wrongly or something that it needs is missing, and 130 when it was
// interrupted.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/goconcepts/cookbook"
	"github.com/goconcepts/cookbook/internal/program"
)

// The exit statuses.
const (
	statusOK          = 0
	statusProof       = 1
	statusUsage       = 2
	statusInterrupted = 130
)

// errProof says that a proof failed; what failed has been printed.
var errProof = errors.New("a proof failed")

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run is the whole program: it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := &app{ctx: ctx, source: cookbook.Source(), in: stdin, out: newScreen(stdout), name: calledAs(os.Args[0])}
	return a.status(a.dispatch(args), stderr)
}

// status says on stderr what went wrong, and returns the exit status for it.
func (a *app) status(err error, stderr io.Writer) int {
	switch {
	case err == nil:
		return statusOK
	case errors.Is(err, errProof):
		return statusProof
	case a.ctx.Err() != nil:
		fmt.Fprintln(stderr, "cookbook: interrupted")
		return statusInterrupted
	default:
		fmt.Fprintln(stderr, "cookbook: "+explain(err))
		return statusUsage
	}
}

// explain says in one line what went wrong and what to do about it.
func explain(err error) string {
	_, detail, _ := strings.Cut(err.Error(), ": ") // without "program: "
	_, detail, _ = strings.Cut(detail, ": ")       // nor the step
	switch {
	case errors.Is(err, program.ErrNoGo):
		return detail + ": install Go 1.26 or later to run programs"
	case errors.Is(err, program.ErrNoModule):
		return "this build has no released version: run programs inside a working tree of " + program.Module
	case errors.Is(err, program.ErrNoNetwork):
		return detail + " (connect to the network once; later the module cache will do)"
	case errors.Is(err, program.ErrCache):
		return detail + " (GOCACHE, GOMODCACHE and TMPDIR must name folders that can be written)"
	case errors.Is(err, program.ErrToolchain), errors.Is(err, program.ErrModFile), errors.Is(err, program.ErrNoFakeTime):
		return detail
	default:
		return strings.ReplaceAll(err.Error(), "\n", "; ")
	}
}

// Package cookbook is the front page of a runnable cookbook of Go concepts. The
// questions of an interview document for Python architects, called "the Python
// original" in these pages, are answered in idiomatic Go: each by an Example whose
// output is checked, and behind each answer stands a package to import.
//
// The topics, and the words under which most people look for them:
//
//	memory         sync.Pool, views, weak pointers, leaks, the collector
//	concurrency    goroutines, channels and worker pools compared; where the GIL went
//	decorators     middleware: functions that wrap functions, and HTTP handlers
//	patterns       resources, transactions, test doubles, N+1, a whole service
//	caching        one cache, and functions that remember
//	security       secrets, queries, passwords, tokens, decoding, files, clients
//	matching       type switches and sum types; patterns with captures
//
// This package itself holds the sources of the questions, for programs that show
// them, such as the module's own:
//
//	go run ./cmd/cookbook      # the index; from there, any answer
//	go test ./...              # proves every answer
package cookbook

import (
	"embed"
	"io/fs"
)

//go:generate go run ./internal/question/generate

// The Examples, their wrong twins, and what a module needs that builds them.
//
//go:embed go.mod go.sum
//go:embed */example_*_test.go */*/example_*_test.go
//go:embed */testdata/wrong */*/testdata/wrong
var source embed.FS

// Source returns the sources of the questions, read-only, at their paths from the
// module's root: the example_*_test.go files, the wrong twins in testdata/wrong, and
// go.mod and go.sum. It costs nothing: the files are part of the program. Several
// goroutines may use it.
func Source() fs.FS { return source }

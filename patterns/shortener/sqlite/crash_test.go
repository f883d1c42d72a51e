package sqlite_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/goconcepts/cookbook/patterns/shortener/internal/crashtest"
)

// TestCrash kills a process in mid-load, starts it again on the same file, and so on. In full:
//
//	go test -tags=soak -run '^TestCrash$' -v -timeout 30m ./patterns/shortener/sqlite
func TestCrash(t *testing.T) {
	file := filepath.Join(t.TempDir(), "links.db")
	crashtest.Run(t, crashtest.Config{Processes: 1, Links: crashLinks, Kill: killEvery, Database: file, Store: open(t, file)})
}

// killEvery lets a process start, and work: in full it is killed once a second.
const killEvery = min(time.Second, crashLinks*time.Second/5_000)

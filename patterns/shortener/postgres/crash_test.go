package postgres_test

import (
	"testing"
	"time"

	"github.com/goconcepts/cookbook/patterns/shortener/internal/crashtest"
)

// TestCrash runs four processes on one database and kills one after the other. In full:
//
//	go test -tags=soak -run '^TestCrash$' -v -timeout 30m ./patterns/shortener/postgres
func TestCrash(t *testing.T) {
	_, dsn, _ := database(t)
	crashtest.Run(t, crashtest.Config{Processes: 4, Links: crashLinks, Kill: killEvery, Database: dsn, Store: open(t, dsn)})
}

// killEvery lets a process start, and work: in full it is killed once a second.
const killEvery = min(time.Second, crashLinks*time.Second/20_000)

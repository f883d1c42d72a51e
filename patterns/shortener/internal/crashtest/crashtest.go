package crashtest

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// Config says how much is shortened, by how many, and how often one of them is killed.
type Config struct {
	Processes int
	Links     int // acknowledged ones, in all
	Kill      time.Duration
	Database  string // what the child's open is given
	Store     shortener.Store
}

const databaseEnv, nameEnv = "COOKBOOK_CRASH_DATABASE", "COOKBOOK_CRASH_NAME"

var key = []byte("0123456789abcdef")

// Child shortens links until it is killed, when the environment says that this process
// is there for that; otherwise it returns. Call it in TestMain.
func Child(open func(ctx context.Context, database string) (shortener.Store, error)) {
	database := os.Getenv(databaseEnv)
	if database == "" {
		return
	}
	err := work(open, database, os.Getenv(nameEnv))
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// work prints each link after it is acknowledged.
func work(open func(ctx context.Context, database string) (shortener.Store, error), database, name string) error {
	ctx := context.Background()
	store, err := open(ctx, database)
	if err != nil {
		return err
	}
	s, err := shortener.New(store, shortener.Config{Key: key})
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		l, err := s.Shorten(ctx, shortener.Order{URL: fmt.Sprintf("https://host/%s/%d", name, n)})
		if err != nil {
			return err
		}
		if _, err := s.Resolve(ctx, l.Code); err != nil {
			return err
		}
		if _, err := fmt.Println(l.Code, l.URL); err != nil { // one write, unbuffered
			return err
		}
	}
}

// Run lets the processes shorten, one of them killed (SIGKILL) at each Kill and started
// again, until Links are acknowledged. Then each must be there, under a code of its own.
func Run(t *testing.T, c Config) {
	var mu sync.Mutex
	links := map[string]string{} // the URL of an acknowledged code
	acknowledged := make(chan struct{})
	enough := sync.OnceFunc(func() { close(acknowledged) })
	var over atomic.Bool
	children := make([]chan struct{}, c.Processes) // one value kills
	var wg sync.WaitGroup
	for i := range children {
		children[i] = make(chan struct{})
		wg.Go(func() {
			for life := 0; !over.Load(); life++ {
				cmd, lines, err := start(t, c.Database, fmt.Sprintf("%d/%d", i, life))
				if err != nil {
					t.Error(err)
					enough()
					return
				}
				read := make(chan struct{})
				go func() {
					defer close(read)
					for lines.Scan() {
						code, url, whole := strings.Cut(lines.Text(), " ")
						mu.Lock()
						if known, ok := links[code]; ok && whole && known != url {
							t.Errorf("%s was given to %s and to %s", code, known, url)
						}
						links[code] = url
						if len(links) >= c.Links {
							enough()
						}
						mu.Unlock()
					}
				}()
				select {
				case <-children[i]:
				case <-read: // it ended by itself: it said why
					t.Error("a process ended that nobody killed")
					over.Store(true)
					enough()
				}
				_ = cmd.Process.Kill()
				<-read
				_ = cmd.Wait() // killed, which is an error
			}
		})
	}
	kills := 0
	for victim, done := 0, false; !done; victim = (victim + 1) % c.Processes {
		select {
		case <-acknowledged:
			done = true
		case <-time.After(c.Kill):
			select {
			case children[victim] <- struct{}{}:
				kills++
			case <-acknowledged:
				done = true
			}
		}
	}
	over.Store(true)
	for _, child := range children {
		close(child)
	}
	wg.Wait()
	check(t, c.Store, links)
	t.Logf("%d links acknowledged, %d processes killed in mid-load", len(links), kills)
	require.Positive(t, kills)
}

// start starts this test's program again, as a child.
func start(t *testing.T, database, name string) (*exec.Cmd, *bufio.Scanner, error) {
	cmd := exec.CommandContext(t.Context(), os.Args[0]) // #nosec G204 G702 -- the test runs itself
	cmd.Env = append(os.Environ(), databaseEnv+"="+database, nameEnv+"="+name)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	return cmd, bufio.NewScanner(out), cmd.Start()
}

// check wants each link in the store, and in a service that starts now, the same.
func check(t *testing.T, store shortener.Store, links map[string]string) {
	s, err := shortener.New(store, shortener.Config{Key: key})
	require.NoError(t, err)
	urls := make(map[string]string, len(links))
	for code, url := range links {
		l, err := s.Resolve(t.Context(), code)
		require.NoError(t, err, "an acknowledged link is lost")
		require.Equal(t, url, l.URL)
		require.Empty(t, urls[url], "one URL has two codes")
		urls[url] = code
	}
	stored, after := 0, ""
	for {
		page, err := s.List(t.Context(), after, 1000)
		require.NoError(t, err)
		if len(page) == 0 {
			break
		}
		stored, after = stored+len(page), page[len(page)-1].Code
	}
	require.GreaterOrEqual(t, stored, len(links))
	l, err := s.Shorten(t.Context(), shortener.Order{URL: "https://host/after"})
	require.NoError(t, err)
	require.Empty(t, links[l.Code], "a number was given out again")
	require.NoError(t, s.Shutdown(t.Context()))
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// TestMain makes this binary the service itself when it is told to, so that a test
// can kill it.
func TestMain(m *testing.M) {
	if os.Getenv("SHORTENER_TEST_SERVE") != "" {
		started := make(chan string, 1)
		go func() { fmt.Println(<-started) }()
		if err := run(context.Background(), nil, os.Getenv, io.Discard, started, time.Sleep); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

// log keeps what the service logs.
type log struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// start runs the service in this process and returns its URL and its end.
func start(t *testing.T, db string, flags ...string) (url string, stop func() error) {
	t.Helper()
	return startWith(t, time.Sleep, db, flags...)
}

// startWith is start for a test that decides when the drain is over.
func startWith(t *testing.T, sleep func(time.Duration), db string, flags ...string) (url string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	args := append([]string{"-addr", "127.0.0.1:0", "-admin", "", "-rate", "0", "-db", db, "-key", keyOf(t, db)}, flags...)
	started, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- run(ctx, args, noEnv, &log{}, started, sleep) }()
	select {
	case addr := <-started:
		stop := sync.OnceValue(func() error { cancel(); return <-ended })
		t.Cleanup(func() { _ = stop() }) // of a test that has failed before it
		return "http://" + addr, stop
	case err := <-ended:
		cancel()
		require.NoError(t, err)
		return "", nil
	}
}

// keyOf returns the file with the key of a database.
func keyOf(t *testing.T, db string) string {
	t.Helper()
	if !isPostgres(db) {
		return db + ".key"
	}
	name := filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(name, testKey, 0o600))
	return name
}

// onEachDatabase runs a test on an empty SQLite file, and on a schema of its own on the
// server that COOKBOOK_POSTGRES names.
func onEachDatabase(t *testing.T, test func(t *testing.T, db string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "links.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, newSchema(t)) })
}

// newSchema returns the connection string of a new schema.
func newSchema(t testing.TB) string {
	t.Helper()
	server := os.Getenv("COOKBOOK_POSTGRES")
	if server == "" {
		require.Empty(t, os.Getenv("COOKBOOK_STRICT"), "COOKBOOK_POSTGRES names no server")
		t.Skip("COOKBOOK_POSTGRES names no server")
	}
	conn, err := pgx.Connect(t.Context(), server)
	require.NoError(t, err)
	name := fmt.Sprintf("cmd%d_%d", os.Getpid(), time.Now().UnixNano())
	_, err = conn.Exec(t.Context(), "CREATE SCHEMA "+name)
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		_, err := conn.Exec(ctx, "DROP SCHEMA "+name+" CASCADE")
		require.NoError(t, errors.Join(err, conn.Close(ctx)))
	})
	u, err := url.Parse(server)
	require.NoError(t, err)
	query := u.Query()
	query.Set("search_path", name)
	u.RawQuery = query.Encode()
	return u.String()
}

// hitsOf returns a link's hits.
func hitsOf(t *testing.T, base, code string) int64 {
	t.Helper()
	resp, err := client(t).Get(base + "/api/links/" + code)
	require.NoError(t, err)
	var link struct{ Hits int64 }
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&link))
	require.NoError(t, resp.Body.Close())
	return link.Hits
}

func client(t *testing.T) *http.Client {
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{
		Transport: transport, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func shorten(c *http.Client, base, url string) (code string, err error) {
	resp, err := c.Post(base+"/api/links", "application/json", strings.NewReader(`{"url":"`+url+`"}`))
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var link struct{ Code string }
	if err := json.NewDecoder(resp.Body).Decode(&link); err != nil {
		return "", err
	}
	if resp.StatusCode >= 300 {
		return "", fmt.Errorf("status %d", resp.StatusCode)
	}
	return link.Code, nil
}

func follow(c *http.Client, base, code string) (location string, err error) {
	resp, err := c.Get(base + "/" + code)
	if err != nil {
		return "", err
	}
	return resp.Header.Get("Location"), resp.Body.Close()
}

func TestLinksAndHitsOutliveARestart(t *testing.T) { onEachDatabase(t, linksAndHitsOutliveARestart) }

func linksAndHitsOutliveARestart(t *testing.T, db string) {
	base, stop := start(t, db)
	c := client(t)
	code, err := shorten(c, base, "https://go.dev")
	require.NoError(t, err)
	for range 7 {
		location, err := follow(c, base, code)
		require.NoError(t, err)
		require.Equal(t, "https://go.dev/", location)
	}
	c.CloseIdleConnections()
	require.NoError(t, stop())

	base, stop = start(t, db)
	require.Equal(t, int64(7), hitsOf(t, base, code), "exact after a shutdown")
	again, err := shorten(c, base, "https://go.dev")
	require.NoError(t, err)
	require.Equal(t, code, again)
	c.CloseIdleConnections()
	require.NoError(t, stop())
}

// A killed process has lost no link that it acknowledged and gives no code twice.
func TestKilledInMidLoad(t *testing.T) {
	db := filepath.Join(t.TempDir(), "links.db")
	acknowledged := map[string]string{}
	for round := range 3 {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), "SHORTENER_TEST_SERVE=1", "SHORTENER_ADDR=127.0.0.1:0", "SHORTENER_ADMIN=127.0.0.1:0", "SHORTENER_RATE=0", "SHORTENER_DB="+db)
		stdout, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		var addr string
		_, err = fmt.Fscanln(stdout, &addr)
		require.NoError(t, err)

		var mu sync.Mutex
		var wg sync.WaitGroup
		for worker := range 4 {
			wg.Go(func() {
				c := client(t)
				for i := 0; ; i++ {
					url := fmt.Sprintf("https://host/%d/%d/%d", round, worker, i)
					code, err := shorten(c, "http://"+addr, url)
					if err != nil {
						return // it was killed
					}
					mu.Lock()
					if other, twice := acknowledged[code]; twice {
						t.Errorf("%s was given to %s and %s", code, other, url)
					}
					acknowledged[code] = url
					enough := len(acknowledged) == 40*(round+1)
					mu.Unlock()
					if enough {
						_ = cmd.Process.Kill()
					}
				}
			})
		}
		wg.Wait()
		_ = cmd.Wait() // it was killed: that is its status
	}
	base, stop := start(t, db)
	c := client(t)
	for code, url := range acknowledged {
		location, err := follow(c, base, code)
		require.NoError(t, err)
		require.Equal(t, url, location)
	}
	c.CloseIdleConnections()
	require.NoError(t, stop())
	require.GreaterOrEqual(t, len(acknowledged), 120)
}

func TestErrorsAreSaid(t *testing.T) {
	err := run(t.Context(), []string{"-db", filepath.Join(t.TempDir(), "none", "links.db")}, noEnv, io.Discard, nil, time.Sleep)
	require.Error(t, err)
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-version"}, noEnv, &out, nil, time.Sleep))
	require.Contains(t, out.String(), "go1.")
	require.NoError(t, run(t.Context(), []string{"-h"}, noEnv, &out, nil, time.Sleep))
}

package safehttp_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goconcepts/cookbook/security/safehttp"
)

// A server of net/http waits half a second before it closes a connection whose request it
// did not read to the end.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*conn).closeWriteAndWait"))
}

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

func newClient(t testing.TB, c safehttp.ClientConfig) *http.Client {
	t.Helper()
	client, err := safehttp.NewClient(c)
	require.NoError(t, err)
	return client
}

// Every spelling that the resolver or net/http lets through ends at the dialer's check; the
// others end before. None arrives.
func TestNoSpellingArrives(t *testing.T) {
	arrived := false
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { arrived = true }))
	defer server.Close()
	port := server.Listener.Addr().(*net.TCPAddr).Port
	client := newClient(t, safehttp.ClientConfig{Timeout: 5 * time.Second})
	for _, host := range []string{
		"127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.000.000.001", "127.0.0.1.", "0", "0.0.0.0", "127.255.255.254",
		"localhost", "LOCALHOST", "localhost.", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]",
		"[2002:7f00:1::]", "[fe80::1%25lo]", "[::1%25lo]", "①②⑦.⓪.⓪.①", "127。0。0。1", "user@127.0.0.1", "1.1.1.1@127.0.0.1", "127.0.0.1%00.example.com", "169.254.169.254",
	} {
		response, err := client.Get(fmt.Sprintf("http://%s:%d/", host, port))
		if err == nil {
			_ = response.Body.Close()
		}
		require.Error(t, err, host)
	}
	require.False(t, arrived)
}

// Strange authorities are errors and never a panic.
func TestStrangeRequests(t *testing.T) {
	client := newClient(t, safehttp.ClientConfig{Timeout: 5 * time.Second})
	for _, u := range []*url.URL{
		nil,
		{},
		{Scheme: "http"},
		{Scheme: "http", Host: ":"},
		{Scheme: "http", Host: ":80"},
		{Scheme: "http", Host: "[]"},
		{Scheme: "http", Host: "[]:80"},
		{Scheme: "http", Host: "["},
		{Scheme: "http", Host: "]"},
		{Scheme: "http", Host: "[::1"},
		{Scheme: "http", Host: "::1"},
		{Scheme: "http", Host: "[::1]]"},
		{Scheme: "http", Host: "127.0.0.1:"},
		{Scheme: "http", Host: "127.0.0.1:99999"},
		{Scheme: "http", Host: "127.0.0.1:-1"},
		{Scheme: "http", Host: "127.0.0.1:http"},
		{Scheme: "http", Host: "a:b:c"},
		{Scheme: "http", Host: "\x00"},
		{Scheme: "http", Host: strings.Repeat(":", 1000)},
		{Scheme: "file", Path: "/etc/passwd"},
		{Scheme: "gopher", Host: "127.0.0.1"},
		{Scheme: "unix", Host: "x"},
		{Scheme: "http", Opaque: "127.0.0.1"},
		{Opaque: "x"},
		{Scheme: "http", Host: "[fe80::1%25]"},
		{Scheme: "https", Host: "[::ffff:127.0.0.1%25x]:1"},
	} {
		response, err := client.Do(&http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}})
		if err == nil {
			_ = response.Body.Close()
		}
		require.Error(t, err, "%v", u)
		response, err = client.Transport.RoundTrip(&http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}})
		if err == nil {
			_ = response.Body.Close()
		}
		require.Error(t, err, "%v", u)
	}
}

func TestRedirects(t *testing.T) {
	var server *httptest.Server
	hits := 0
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hits++
		switch r.URL.Path {
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/other":
			http.Redirect(w, r, strings.Replace(server.URL, "127.0.0.1", "[::1]", 1), http.StatusTemporaryRedirect)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "/once":
			http.Redirect(w, r, "/end", http.StatusFound)
		}
	}))
	defer server.Close()
	get := func(c safehttp.ClientConfig, path string) error {
		c.Allow = loopback
		response, err := newClient(t, c).Get(server.URL + path)
		if err == nil {
			_ = response.Body.Close()
		}
		return err
	}
	require.NoError(t, get(safehttp.ClientConfig{}, "/once"))
	require.ErrorIs(t, get(safehttp.ClientConfig{Redirects: -1}, "/once"), safehttp.ErrRedirects)
	hits = 0
	require.ErrorIs(t, get(safehttp.ClientConfig{}, "/loop"), safehttp.ErrRedirects)
	require.Equal(t, 4, hits)
	require.ErrorIs(t, get(safehttp.ClientConfig{}, "/other"), safehttp.ErrAddress)
	require.Error(t, get(safehttp.ClientConfig{}, "/file"))
}

// net/http reads the variables once, so that a program of its own has to look: this one.
func TestProxyVariablesAreIgnored(t *testing.T) {
	const child = "SAFEHTTP_TEST_CHILD"
	if os.Getenv(child) != "" {
		client := newClient(t, safehttp.ClientConfig{Allow: loopback, Timeout: 5 * time.Second})
		response, err := client.Get("http://10.255.255.1/")
		if err == nil {
			_ = response.Body.Close()
		}
		require.ErrorIs(t, err, safehttp.ErrAddress)
		return
	}
	proxied := false
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { proxied = true }))
	defer proxy.Close()
	command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$") // #nosec G204 -- this very test.
	command.Env = append(os.Environ(), child+"=1", "HTTP_PROXY="+proxy.URL, "http_proxy="+proxy.URL, "ALL_PROXY="+proxy.URL, "NO_PROXY=", "no_proxy=")
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
	require.False(t, proxied)
}

func TestBodiesAreBounded(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/exact":
			_, _ = io.WriteString(w, strings.Repeat("x", 1000))
		case "/declared":
			_, _ = io.WriteString(w, strings.Repeat("x", 1001))
		case "/chunked":
			w.(http.Flusher).Flush()
			_, _ = io.WriteString(w, strings.Repeat("x", 1001))
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = z.Write(make([]byte, 1<<20))
			_ = z.Close()
		case "/headers":
			w.Header().Set("X", strings.Repeat("x", 1<<20))
		}
	}))
	defer server.Close()
	client := newClient(t, safehttp.ClientConfig{Allow: loopback, MaxBytes: 1000})
	get := func(path string) (int, error) {
		response, err := client.Get(server.URL + path)
		if err != nil {
			return 0, err
		}
		defer func() { _ = response.Body.Close() }()
		b, err := io.ReadAll(response.Body)
		return len(b), err
	}
	n, err := get("/exact")
	require.NoError(t, err)
	require.Equal(t, 1000, n)
	_, err = get("/declared")
	require.ErrorIs(t, err, safehttp.ErrTooLarge)
	n, err = get("/chunked")
	require.ErrorIs(t, err, safehttp.ErrTooLarge)
	require.Equal(t, 1000, n)
	n, err = get("/bomb")
	require.ErrorIs(t, err, safehttp.ErrTooLarge)
	require.Equal(t, 1000, n)
	_, err = get("/headers")
	require.Error(t, err)
}

func TestTimeIsBounded(t *testing.T) {
	stop := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.(http.Flusher).Flush()
		<-stop
	}))
	defer server.Close()
	defer close(stop)
	response, err := newClient(t, safehttp.ClientConfig{Allow: loopback, Timeout: 20 * time.Millisecond}).Get(server.URL)
	if err == nil {
		_, err = io.ReadAll(response.Body)
		_ = response.Body.Close()
	}
	require.Error(t, err)
	netErr, ok := errors.AsType[net.Error](err)
	require.True(t, ok && netErr.Timeout() || errors.Is(err, context.DeadlineExceeded), "%v", err)
}

func TestAllow(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	for text, allowed := range map[string]bool{"127.0.0.1/32": true, "127.0.0.0/8": true, "127.0.0.2/32": false, "::1/128": false} {
		response, err := newClient(t, safehttp.ClientConfig{Allow: []netip.Prefix{netip.MustParsePrefix(text)}}).Get(server.URL)
		if err == nil {
			_ = response.Body.Close()
		}
		require.Equal(t, allowed, err == nil, text)
	}
}

func TestClientConfigErrors(t *testing.T) {
	for want, c := range map[string]safehttp.ClientConfig{
		"ClientConfig.Timeout": {Timeout: -1}, "ClientConfig.MaxBytes": {MaxBytes: -1}, "ClientConfig.Allow": {Allow: make([]netip.Prefix, 1)},
	} {
		_, err := safehttp.NewClient(c)
		require.ErrorContains(t, err, "safehttp: "+want)
	}
}

func FuzzURL(f *testing.F) {
	for _, u := range []string{"http://127.0.0.1/", "http://[::1%25lo]:0/", "http://a@0x7f.1:1/", "https://[::ffff:127.0.0.1]", "http://:80", "//x", "http:x"} {
		f.Add(u)
	}
	client, err := safehttp.NewClient(safehttp.ClientConfig{Timeout: time.Second})
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string) {
		u, err := url.Parse(text)
		if err != nil {
			return
		}
		// No host that has to be resolved or could be public: only what is an address.
		if _, err := netip.ParseAddr(u.Hostname()); err != nil && u.Hostname() != "" {
			return
		}
		if a, err := netip.ParseAddr(u.Hostname()); err == nil && safehttp.Public(a) {
			return
		}
		response, err := client.Do(&http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}})
		if err == nil {
			_ = response.Body.Close()
			t.Fatalf("%q was reached", text)
		}
	})
}

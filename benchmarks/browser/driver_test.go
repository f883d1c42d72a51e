package browser_test

import (
	"bufio"
	"context"
	_ "embed"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

//go:embed audit.js
var audit string

// What all tests share: the sites and the browser.
var (
	companion string          // the address of the companion's site
	shortener string          // the address of the URL shortener
	browser   context.Context // without a page
	noneHere  string          // why there is no browser, or ""
)

func TestMain(m *testing.M) { os.Exit(runAll(m)) }

func runAll(m *testing.M) int {
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "headless-shell"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		noneHere = "there is no Chromium on the PATH"
		return m.Run()
	}
	dir, err := os.MkdirTemp("", "browser-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	var stop, stopShortener func()
	if companion, stop, err = serve(dir, "cookbook", regexp.MustCompile(`^(http://\S+)`), "serve", "-port", "0"); err != nil {
		panic(err)
	}
	defer stop()
	shortener, stopShortener, err = serve(dir, "shortener", regexp.MustCompile(`msg=listening addr=(\S+)`),
		"-addr", "127.0.0.1:0", "-admin", "", "-rate", "0", "-db", filepath.Join(dir, "links.db"))
	if err != nil {
		panic(err)
	}
	defer stopShortener()
	shortener = "http://" + shortener
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox)
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	defer cancel()
	var cancelBrowser context.CancelFunc
	browser, cancelBrowser = chromedp.NewContext(allocator)
	defer cancelBrowser()
	if err := chromedp.Do(browser); err != nil {
		panic(err)
	}
	return m.Run()
}

// serve builds a command of this tree, has it serve its site, and finds the address
// in what it prints.
func serve(dir, command string, says *regexp.Regexp, args ...string) (address string, stop func(), err error) {
	binary := filepath.Join(dir, command)
	root := filepath.Join("..", "..")
	build := exec.Command("go", "build", "-o", binary, "./cmd/"+command)
	build.Dir, build.Stderr = root, os.Stderr
	if err := build.Run(); err != nil {
		return "", nil, err
	}
	site := exec.Command(binary, args...)
	site.Dir = root
	out, in := io.Pipe()
	site.Stdout, site.Stderr = in, in
	if err := site.Start(); err != nil {
		return "", nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- site.Wait(); _ = in.Close() }()
	lines := bufio.NewScanner(out)
	for address == "" && lines.Scan() {
		if found := says.FindStringSubmatch(lines.Text()); found != nil {
			address = found[1]
		}
	}
	if address == "" {
		return "", nil, fmt.Errorf("%s did not say where it serves: %w", command, <-ended)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return address, func() {
		_ = site.Process.Signal(os.Interrupt)
		<-ended
	}, nil
}

// tab is a page of the browser. When the test ends, it must have logged no
// error and asked no other host for anything.
type tab struct {
	*testing.T
	ctx  context.Context
	site string // the address of its site
}

func newTab(t *testing.T, site string, setUp ...action) tab {
	t.Helper()
	if noneHere != "" {
		if os.Getenv("COOKBOOK_STRICT") == "1" {
			t.Fatal(noneHere)
		}
		t.Skip(noneHere)
	}
	ctx, cancel := chromedp.NewContext(browser)
	ctx, cancelTime := context.WithTimeout(ctx, 2*time.Minute)
	w := watch(ctx, site)
	t.Cleanup(func() {
		faults := w.stop()
		cancelTime()
		cancel()
		require.Empty(t, faults)
	})
	tb := tab{t, ctx, site}
	tb.do(append([]action{chromedp.EmulateViewport(1200, 900)}, setUp...)...)
	return tb
}

// action is what a test does to a page.
type action = chromedp.Action[chromedp.Void]

// send returns the action that sends a command of the browser's protocol.
func send[P, R any](command cdp.Command[P, R], params P) action {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, command, params)
		return err
	})
}

// do acts on the page.
func (t tab) do(actions ...action) {
	t.Helper()
	require.NoError(t, chromedp.Do(t.ctx, actions...))
}

// get returns what an action finds in the page.
func get[T any](t tab, a chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(t.ctx, a)
	require.NoError(t, err)
	return v
}

// open opens a page of the site.
func (t tab) open(path string) { t.Helper(); t.do(chromedp.Navigate(t.site + path)) }

// is waits until an expression is true in the page, be it another page by then.
func (t tab) is(expression string) {
	t.Helper()
	require.Eventually(t, func() bool {
		yes, err := chromedp.Run(t.ctx, chromedp.Evaluate[bool](expression))
		return err == nil && yes
	}, 90*time.Second, 20*time.Millisecond, expression)
}

// path returns where the page is.
func (t tab) path() string {
	t.Helper()
	return strings.TrimPrefix(get(t, chromedp.Location()), t.site)
}

// inEachLook visits pages in both themes, wide and as narrow as WCAG wants it. visit
// says of each that it is there: it is audited, and photographed where
// COOKBOOK_SCREENSHOTS names a folder.
func inEachLook(t *testing.T, site string, visit func(p tab, look func(name string))) {
	shots := os.Getenv("COOKBOOK_SCREENSHOTS")
	for _, c := range []struct {
		name   string
		width  int64
		scheme string
	}{{"light", 1200, "light"}, {"dark", 1200, "dark"}, {"phone", 320, "light"}, {"phone-dark", 320, "dark"}} {
		t.Run(c.name, func(t *testing.T) {
			p := newTab(t, site,
				chromedp.EmulateViewport(c.width, 900),
				send(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
					Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: c.scheme}},
				}),
			)
			visit(p, func(name string) {
				t.Helper()
				require.Empty(t, get(p, chromedp.Evaluate[[]string](audit)), name)
				if shots != "" {
					png := get(p, chromedp.FullScreenshot(100))
					require.NoError(t, os.WriteFile(filepath.Join(shots, c.name+"-"+name+".png"), png, 0o644))
				}
			})
		})
	}
}

// watcher gathers what must not happen in a page.
type watcher struct {
	mu     sync.Mutex
	faults []string
}

func watch(ctx context.Context, address string) *watcher {
	w := &watcher{}
	site, _ := url.Parse(address)
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			u, err := url.Parse(e.Request.URL)
			if err != nil || u.Scheme != "data" && u.Host != site.Host {
				w.add("asks for " + e.Request.URL)
			}
		case *runtime.EventExceptionThrown:
			w.add("throws " + e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
				w.add("console: " + string(e.Args[0].Value))
			}
		case *log.EventEntryAdded:
			// A page that is not there, or a form that is refused, on purpose, is no fault.
			if e.Entry.Level == log.EntryLevelError && !strings.Contains(e.Entry.Text, "status of 4") {
				w.add("log: " + e.Entry.Text)
			}
		}
	})
	if err != nil {
		w.add(err.Error())
	}
	return w
}

func (w *watcher) add(fault string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = append(w.faults, fault)
}

func (w *watcher) stop() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.faults
}

package browser_test

import (
	"bufio"
	"context"
	_ "embed"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
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
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

//go:embed audit.js
var audit string

// What all tests share: the site and the browser.
var (
	address  string          // of the site
	browser  context.Context // without a page
	noneHere string          // why there is no browser, or ""
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
	stop, err := serve()
	if err != nil {
		panic(err)
	}
	defer stop()
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

// serve builds the companion of this tree and has it serve the site.
func serve() (stop func(), err error) {
	dir, err := os.MkdirTemp("", "browser-")
	if err != nil {
		return nil, err
	}
	binary := filepath.Join(dir, "cookbook")
	root := filepath.Join("..", "..")
	build := exec.Command("go", "build", "-o", binary, "./cmd/cookbook")
	build.Dir, build.Stderr = root, os.Stderr
	if err := build.Run(); err != nil {
		return nil, err
	}
	site := exec.Command(binary, "serve", "-port", "0")
	site.Dir, site.Stderr = root, os.Stderr
	out, err := site.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := site.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	address = strings.Fields(line + " ?")[0]
	return func() {
		_ = site.Process.Signal(os.Interrupt)
		_ = site.Wait()
		_ = os.RemoveAll(dir)
	}, err
}

// tab is a page of the browser. When the test ends, it must have logged no
// error and asked no other host for anything.
type tab struct {
	*testing.T
	ctx context.Context
}

func newTab(t *testing.T, setUp ...action) tab {
	t.Helper()
	if noneHere != "" {
		if os.Getenv("COOKBOOK_STRICT") == "1" {
			t.Fatal(noneHere)
		}
		t.Skip(noneHere)
	}
	ctx, cancel := chromedp.NewContext(browser)
	ctx, cancelTime := context.WithTimeout(ctx, 2*time.Minute)
	w := watch(ctx)
	t.Cleanup(func() {
		faults := w.stop()
		cancelTime()
		cancel()
		require.Empty(t, faults)
	})
	tb := tab{t, ctx}
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
func (t tab) open(path string) { t.Helper(); t.do(chromedp.Navigate(address + path)) }

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
	return strings.TrimPrefix(get(t, chromedp.Location()), address)
}

// watcher gathers what must not happen in a page.
type watcher struct {
	mu     sync.Mutex
	faults []string
}

func watch(ctx context.Context) *watcher {
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
			// A page that is not there, and is asked for on purpose, is no fault.
			if e.Entry.Level == log.EntryLevelError && !strings.Contains(e.Entry.Text, "404") {
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

const race = "/q/concurrency/race"

func TestSearch(t *testing.T) {
	p := newTab(t)
	p.open("/")
	p.do(chromedp.SendKeys(chromedp.CSS("#q"), "gorotine race"+kb.Enter)) // with a typing error
	p.is(`location.pathname === "/search"`)
	p.do(chromedp.Click(chromedp.CSS(`a[href="`+race+`"]`), chromedp.NodeVisible))
	p.is(`location.pathname === "` + race + `"`)
}

func TestFold(t *testing.T) {
	p := newTab(t)
	p.open(race)
	p.is(`!document.getElementById("answer").open && !document.querySelector("dl").checkVisibility()`)
	p.do(chromedp.Focus(chromedp.CSS("summary")), chromedp.KeyEvent(kb.Enter))
	p.is(`document.getElementById("answer").open && document.querySelector("dl").checkVisibility()`)
	p.open("/")
	p.open(race + "#answer") // a deep link
	p.is(`document.getElementById("answer").open`)
}

func TestRun(t *testing.T) {
	p := newTab(t)
	p.open("/q/matching/sumtypes?answer=open")
	get(p, chromedp.Evaluate[bool](`window.same = true`))
	p.do(chromedp.Click(chromedp.CSS("form.run button")))
	p.is(`document.getElementById("result").innerText.includes("ok, prints what the answer says")`)
	p.is(`document.getElementById("result").innerText.includes("(as the answer says)")`)
	p.is(`window.same && !document.querySelector("form.run button").disabled`)
}

func TestKeys(t *testing.T) {
	p := newTab(t)
	p.open(race)
	p.do(chromedp.KeyEvent(kb.ArrowRight))
	p.is(`location.pathname !== "` + race + `"`)
	p.do(chromedp.Query(chromedp.CSS("footer")), chromedp.KeyEvent(kb.ArrowLeft))
	p.is(`location.pathname === "` + race + `"`)

	p.do(chromedp.Query(chromedp.CSS("footer")), chromedp.KeyEvent("k", chromedp.KeyModifiers(kb.ModifierCtrl)))
	p.is(`document.activeElement.id === "q"`)
	p.do(chromedp.KeyEvent("x"), chromedp.KeyEvent(kb.ArrowRight))
	require.Equal(t, race, p.path(), "in a field an arrow is the field's")

	p.open(race)
	p.do(chromedp.KeyEvent(kb.Tab))
	p.is(`document.activeElement.className === "skip"`)
	p.do(chromedp.KeyEvent(kb.Enter))
	p.is(`document.activeElement.id === "main"`)
}

// Links and forms do all of it without a script.
func TestWithoutScript(t *testing.T) {
	p := newTab(t, send(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	p.open("/")
	p.do(chromedp.SendKeys(chromedp.CSS("#q"), "sealed"+kb.Enter), chromedp.Query(chromedp.CSS("ol.questions li"), chromedp.NodeVisible))
	p.open("/q/matching/sumtypes")
	p.do(chromedp.Click(chromedp.CSS("summary")), chromedp.Click(chromedp.CSS("form.run button"), chromedp.NodeVisible))
	require.Equal(t, "ok, prints what the answer says", get(p, chromedp.Text(chromedp.CSS("#result strong.good"), chromedp.NodeVisible)))
}

// Each kind of page, in both themes, wide and as narrow as WCAG wants it.
func TestAccessible(t *testing.T) {
	shots := os.Getenv("COOKBOOK_SCREENSHOTS") // a folder for what the tests see
	for _, c := range []struct {
		name   string
		width  int64
		scheme string
	}{{"light", 1200, "light"}, {"dark", 1200, "dark"}, {"phone", 320, "light"}} {
		t.Run(c.name, func(t *testing.T) {
			p := newTab(t,
				chromedp.EmulateViewport(c.width, 900),
				send(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
					Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: c.scheme}},
				}),
			)
			for name, path := range map[string]string{
				"home": "/", "level": "/?level=junior", "search": "/search?q=cleanup", "nothing": "/search?q=zzzzz",
				"folded": race, "answer": race + "?answer=open", "first": "/q/memory/pool?answer=open", "results": "/results", "missing": "/q/memory/cylces",
			} {
				p.open(path)
				require.Empty(t, get(p, chromedp.Evaluate[[]string](audit)), path)
				if shots != "" {
					png := get(p, chromedp.FullScreenshot(100))
					require.NoError(t, os.WriteFile(filepath.Join(shots, c.name+"-"+name+".png"), png, 0o644))
				}
			}
		})
	}
}

// What is printed has the answer, and not the parts that are for a screen.
func TestPrint(t *testing.T) {
	p := newTab(t, send(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	p.open(race)
	p.is(`document.querySelector("dl").checkVisibility({contentVisibilityAuto: true})`)
	p.is(`!document.querySelector("header").checkVisibility()`)
	require.NotEmpty(t, get(p, chromedp.PrintToPDF()))
}

// The audit finds what it should.
func TestAuditFindsFaults(t *testing.T) {
	p := newTab(t)
	p.open("/")
	for change, want := range map[string]string{
		`document.documentElement.lang = ""`:              "no language",
		`add("input")`:                                    "no label",
		`add("h6").textContent = "x"`:                     "a level of headings left out",
		`add("p").style.color = "#999"`:                   "a contrast of",
		`add("button").style = "min-height:0;height:9px"`: "a target of",
		`add("div").style.width = "3000px"`:               "wide",
		`add("nav").ariaLabel = ""`:                       "a part without a name",
		`add("pre").id = "q"`:                             "an id twice",
		`add("a").href = "/"; last.textContent = ""`:      "no name",
		`add("img").src = "data:image/gif;base64,R0lGODdhAQABAAAAACw="; last.style = "width:30px;height:30px;display:block"`: "an image without a text",
	} {
		p.open("/")
		const add = `let last; const add = (tag) => {
			last = document.createElement(tag);
			last.textContent = "x";
			document.querySelector("main").append(last);
			return last;
		};`
		get(p, chromedp.Evaluate[any]("{"+add+change+"; true}"))
		faults := get(p, chromedp.Evaluate[[]string](audit))
		require.Contains(t, strings.Join(faults, "\n"), want)
	}
}

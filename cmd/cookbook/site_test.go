package main

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/internal/question"
)

const siteHost = "127.0.0.1:8484"

func newTestSite(t *testing.T) http.Handler {
	t.Helper()
	a := &app{ctx: t.Context(), source: sourceOf(t), out: newScreen(io.Discard), name: "cookbook"}
	handler, err := a.newSite(8484)
	require.NoError(t, err)
	return handler
}

// fetch asks the site for a page.
func fetch(t *testing.T, site http.Handler, path string) (int, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+siteHost+path, http.NoBody)
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// press presses the Run button of a question's page.
func press(t *testing.T, site http.Handler, id, token string, header ...string) (int, string) {
	t.Helper()
	form := url.Values{"token": {token}}.Encode()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+siteHost+"/q/"+id, strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

var tokenField = regexp.MustCompile(`name="token" value="(\w+)"`)

func tokenOf(t *testing.T, site http.Handler) string {
	t.Helper()
	_, body := fetch(t, site, "/q/matching/order")
	found := tokenField.FindStringSubmatch(body)
	require.Len(t, found, 2)
	return found[1]
}

func TestSiteShowsEveryQuestion(t *testing.T) {
	site := newTestSite(t)
	all := questions(t)
	code, home := fetch(t, site, "/")
	require.Equal(t, http.StatusOK, code)
	for i, q := range all {
		require.Contains(t, home, `href="/q/`+q.ID+`"`)
		code, body := fetch(t, site, "/q/"+q.ID)
		require.Equal(t, http.StatusOK, code)
		require.Contains(t, body, `<details id="answer">`, "the answer is folded")
		require.Equal(t, 1, strings.Count(body, "<h1>"))
		require.Equal(t, q.Twin != "", strings.Contains(body, "<h3>Wrong"))
		require.Equal(t, i > 0, strings.Contains(body, `rel="prev"`))
		require.Equal(t, i+1 < len(all), strings.Contains(body, `rel="next"`))
		require.NotRegexp(t, `(src|href|action)="(https?:)?//`, body, "nothing comes from elsewhere")
	}
	_, open := fetch(t, site, "/q/"+all[0].ID+"?answer=open")
	require.Contains(t, open, `<details id="answer" open>`)
}

func TestSiteFiltersAndSearches(t *testing.T) {
	site := newTestSite(t)
	_, junior := fetch(t, site, "/?level=junior")
	for _, q := range questions(t) {
		require.Equal(t, q.Level == "junior", strings.Contains(junior, `href="/q/`+q.ID+`"`), q.ID)
	}
	_, body := fetch(t, site, "/search?q=AddCleanup")
	require.Contains(t, body, "<mark>AddCleanup</mark>")
	_, body = fetch(t, site, "/search?q="+url.QueryEscape("<script>zz"))
	require.NotContains(t, body, "<script>zz")
	require.Contains(t, body, "0 questions")
	code, body := fetch(t, site, "/q/memory/cylces")
	require.Equal(t, http.StatusNotFound, code)
	require.Contains(t, body, `href="/q/memory/cycles"`)
	for _, name := range []string{"/style.css", "/site.js"} {
		code, _ := fetch(t, site, name)
		require.Equal(t, http.StatusOK, code)
	}
	code, body = fetch(t, site, "/results")
	if _, err := os.Stat("../../benchmarks/RESULTS.md"); err == nil {
		require.Equal(t, http.StatusOK, code)
		require.Contains(t, body, `<th scope="col">`)
	}
}

// A page elsewhere must not run anything here, nor read.
func TestSiteKeepsOthersOut(t *testing.T) {
	site := newTestSite(t)
	token := tokenOf(t, site)
	for _, host := range []string{"evil.example", "127.0.0.1", "127.0.0.1:80", "cookbook.evil.example:8484"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+host+"/", http.NoBody)
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		require.Equal(t, http.StatusForbidden, w.Code, host)
	}
	for _, header := range [][]string{
		{"Origin", "http://evil.example"},
		{"Sec-Fetch-Site", "cross-site"},
		{"Sec-Fetch-Site", "same-site"},
	} {
		code, _ := press(t, site, "matching/order", token, header...)
		require.Equal(t, http.StatusForbidden, code, header)
	}
	code, _ := press(t, site, "matching/order", "guess")
	require.Equal(t, http.StatusForbidden, code)
	code, _ = press(t, site, "no/such", token)
	require.Equal(t, http.StatusNotFound, code)

	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost:8484/", http.NoBody)
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Header().Get("Content-Security-Policy"), "default-src 'none'")
	require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
}

func TestSiteRuns(t *testing.T) {
	site := newTestSite(t)
	token := tokenOf(t, site)
	code, body := press(t, site, "matching/sumtypes", token, "Sec-Fetch-Site", "same-origin", "Origin", "http://"+siteHost)
	require.Equal(t, http.StatusOK, code)
	require.Contains(t, body, "ok, prints what the answer says")
	require.Contains(t, body, "(as the answer says)")
	require.Contains(t, body, `<details id="answer" open>`)

	t.Setenv("PATH", t.TempDir())
	code, body = press(t, site, "matching/order", token)
	require.Equal(t, http.StatusServiceUnavailable, code)
	require.Contains(t, body, "install Go 1.26")
}

func TestSiteRunsOneAtATime(t *testing.T) {
	s := &site{token: "t"}
	a := &app{ctx: t.Context(), source: sourceOf(t), out: newScreen(io.Discard)}
	handler, err := a.newSiteFrom(s, 8484)
	require.NoError(t, err)
	s.running.Lock()
	code, body := press(t, handler, "matching/order", "t")
	require.Equal(t, http.StatusConflict, code)
	require.Contains(t, body, "Another program is running")
	s.running.Unlock()
}

// syncBuffer may be written and read by several goroutines.
type syncBuffer struct {
	lock chan struct{}
	b    bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.lock <- struct{}{}
	defer func() { <-s.lock }()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.lock <- struct{}{}
	defer func() { <-s.lock }()
	return s.b.String()
}

// serving serves the site of a tree until end is called, which returns
// what serve did.
func serving(t *testing.T, source fs.FS) (address string, end func() error) {
	ctx, cancel := context.WithCancel(t.Context())
	out := &syncBuffer{lock: make(chan struct{}, 1)}
	a := &app{ctx: ctx, source: source, out: newScreen(out), name: "cookbook"}
	ended := make(chan error)
	go func() { ended <- a.dispatch([]string{"serve", "-port", "0"}) }()
	says := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	require.Eventually(t, func() bool { return says.MatchString(out.String()) }, time.Minute, time.Millisecond)
	return says.FindString(out.String()), func() error {
		cancel()
		return <-ended
	}
}

func TestServeListensHereAndEnds(t *testing.T) {
	address, end := serving(t, sourceOf(t))
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	r, err := client.Get(address)
	require.NoError(t, err)
	require.NoError(t, r.Body.Close())
	require.Equal(t, http.StatusOK, r.StatusCode)
	require.NoError(t, end())

	for _, args := range []string{"-port 70000", "here"} {
		status, _, _ := call(append([]string{"serve"}, strings.Fields(args)...)...)
		require.Equal(t, statusUsage, status)
	}
}

// What runs when the site ends is ended with it, and leaves no file behind.
func TestServeEndsWhatRuns(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	t.Setenv("TMP", tmp)
	tree := withQuestion(t, "\ttime.Sleep(25 * time.Second)\n\tfmt.Println(2)", "Output: 2").(fstest.MapFS)
	file := tree["memory/example_two_test.go"]
	file.Data = bytes.Replace(file.Data, []byte(`import "fmt"`), []byte("import (\n\t\"fmt\"\n\t\"time\"\n)"), 1)
	address, end := serving(t, tree)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	r, err := client.Get(address + "/q/memory/two")
	require.NoError(t, err)
	page, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	require.NoError(t, r.Body.Close())
	form := url.Values{"token": {tokenField.FindStringSubmatch(string(page))[1]}}
	ran := make(chan struct{})
	go func() {
		defer close(ran)
		// Whether an answer still comes is of no account.
		if r, err := client.PostForm(address+"/q/memory/two", form); err == nil {
			_ = r.Body.Close()
		}
	}()
	require.Eventually(t, func() bool {
		found, err := filepath.Glob(filepath.Join(tmp, "cookbook-*", "bin-*", "p*"))
		return err == nil && len(found) > 0
	}, time.Minute, time.Millisecond)
	require.NoError(t, end())
	left, err := os.ReadDir(tmp)
	require.NoError(t, err)
	require.Empty(t, left)
	<-ran
}

func TestInline(t *testing.T) {
	for text, want := range map[string]string{
		"plain <b>":              "plain &lt;b&gt;",
		"what replaces `a<b`?":   "what replaces <code>a&lt;b</code>?",
		"`x` and `y`":            "<code>x</code> and <code>y</code>",
		"one ` alone":            "one ` alone",
		"two `x` and ` another`": "two <code>x</code> and <code> another</code>",
	} {
		require.Equal(t, template.HTML(want), inline(text))
	}
}

func TestParseMarkdown(t *testing.T) {
	require.Equal(t, []block{
		{Level: 1, Text: "Results"},
		{Text: "One two three"},
		{Header: []string{"a", "b"}, Rows: [][]string{{"1", "x|y"}, {"2", ""}}},
		{Items: []string{"first", "second"}},
		{Level: 2, Text: "More"},
	}, parseMarkdown([]byte("# Results\n<!-- mark -->\nOne `two`\nthree\n\n| a | b |\n|---|--:|\n| **1** | x\\|y |\n| 2 | |\n\n- first\n- second\n\n## More\n")))
	require.Empty(t, parseMarkdown(nil))
}

// relative luminance and contrast as WCAG 2.2 defines them.
func contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(colour string) float64 {
	var rgb [3]uint8
	if _, err := fmt.Sscanf(colour, "#%02x%02x%02x", &rgb[0], &rgb[1], &rgb[2]); err != nil {
		panic(err)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v := float64(rgb[i]) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}

// All text has the contrast that WCAG 2.2 AA asks for, in both themes.
func TestColoursCanBeRead(t *testing.T) {
	css, err := siteFiles.ReadFile("site/style.css")
	require.NoError(t, err)
	themes := regexp.MustCompile(`:root \{([^}]*)\}`).FindAllStringSubmatch(string(css), -1)
	require.Len(t, themes, 2)
	for _, theme := range themes {
		colours := map[string]string{}
		for _, m := range regexp.MustCompile(`--(\w+): (#\w{6});`).FindAllStringSubmatch(theme[1], -1) {
			colours[m[1]] = m[2]
		}
		require.Len(t, colours, 11)
		for _, text := range []string{"ink", "soft", "link", "keyword", "literal", "good", "bad"} {
			for _, ground := range []string{"paper", "code"} {
				require.GreaterOrEqual(t, contrast(colours[text], colours[ground]), 4.5, "%s on %s", text, ground)
			}
		}
		require.GreaterOrEqual(t, contrast(colours["ink"], colours["mark"]), 4.5)
		require.GreaterOrEqual(t, contrast(colours["soft"], colours["paper"]), 3.0, "borders of fields")
	}
}

func TestLevelsOfTheSiteAreTheQuestions(t *testing.T) {
	_, body := fetch(t, newTestSite(t), "/")
	for _, level := range question.Levels() {
		require.Contains(t, body, `href="/?level=`+level+`"`)
	}
}

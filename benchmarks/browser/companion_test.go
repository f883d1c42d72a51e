package browser_test

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

const race = "/q/concurrency/race"

func TestSearch(t *testing.T) {
	p := newTab(t, companion)
	p.open("/")
	p.do(chromedp.SendKeys(chromedp.CSS("#q"), "gorotine race"+kb.Enter)) // with a typing error
	p.is(`location.pathname === "/search"`)
	p.do(chromedp.Click(chromedp.CSS(`a[href="`+race+`"]`), chromedp.NodeVisible))
	p.is(`location.pathname === "` + race + `"`)
}

func TestFold(t *testing.T) {
	p := newTab(t, companion)
	p.open(race)
	p.is(`!document.getElementById("answer").open && !document.querySelector("dl").checkVisibility()`)
	p.do(chromedp.Focus(chromedp.CSS("summary")), chromedp.KeyEvent(kb.Enter))
	p.is(`document.getElementById("answer").open && document.querySelector("dl").checkVisibility()`)
	p.open("/")
	p.open(race + "#answer") // a deep link
	p.is(`document.getElementById("answer").open`)
}

func TestRun(t *testing.T) {
	p := newTab(t, companion)
	p.open("/q/matching/sumtypes?answer=open")
	get(p, chromedp.Evaluate[bool](`window.same = true`))
	p.do(chromedp.Click(chromedp.CSS("form.run button")))
	p.is(`document.getElementById("result").innerText.includes("ok, prints what the answer says")`)
	p.is(`document.getElementById("result").innerText.includes("(as the answer says)")`)
	p.is(`window.same && !document.querySelector("form.run button").disabled`)
}

func TestKeys(t *testing.T) {
	p := newTab(t, companion)
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
	p := newTab(t, companion, send(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	p.open("/")
	p.do(chromedp.SendKeys(chromedp.CSS("#q"), "sealed"+kb.Enter), chromedp.Query(chromedp.CSS("ol.questions li"), chromedp.NodeVisible))
	p.open("/q/matching/sumtypes")
	p.do(chromedp.Click(chromedp.CSS("summary")), chromedp.Click(chromedp.CSS("form.run button"), chromedp.NodeVisible))
	require.Equal(t, "ok, prints what the answer says", get(p, chromedp.Text(chromedp.CSS("#result strong.good"), chromedp.NodeVisible)))
}

func TestAccessible(t *testing.T) {
	inEachLook(t, companion, func(p tab, look func(string)) {
		for name, path := range map[string]string{
			"home": "/", "level": "/?level=junior", "search": "/search?q=cleanup", "nothing": "/search?q=zzzzz",
			"folded": race, "answer": race + "?answer=open", "first": "/q/memory/pool?answer=open", "results": "/results", "missing": "/q/memory/cylces",
		} {
			p.open(path)
			look(name)
		}
	})
}

// What is printed has the answer, and not the parts that are for a screen.
func TestPrint(t *testing.T) {
	p := newTab(t, companion, send(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	p.open(race)
	p.is(`document.querySelector("dl").checkVisibility({contentVisibilityAuto: true})`)
	p.is(`!document.querySelector("header").checkVisibility()`)
	require.NotEmpty(t, get(p, chromedp.PrintToPDF()))
}

// The audit finds what it should.
func TestAuditFindsFaults(t *testing.T) {
	p := newTab(t, companion)
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

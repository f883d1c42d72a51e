package browser_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// tabTo presses Tab until what has the focus matches a selector. Wherever the focus
// comes, it is seen.
func (t tab) tabTo(selector string) {
	t.Helper()
	for range 40 {
		t.do(chromedp.KeyEvent(kb.Tab))
		require.True(t, get(t, chromedp.Evaluate[bool](`(() => {
			const at = document.activeElement, style = getComputedStyle(at);
			return at === document.body || style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2 && at.checkVisibility();
		})()`)), "the focus is not seen on the way to %s", selector)
		if get(t, chromedp.Evaluate[bool](fmt.Sprintf("document.activeElement.matches(%q)", selector))) {
			return
		}
	}
	t.Fatalf("no Tab leads to %s", selector)
}

// press presses keys, one after the other.
func (t tab) press(keys string) { t.Helper(); t.do(chromedp.KeyEvent(keys)) }

// target is an address that a short link may lead to without leaving the site.
func target(name string) string { return shortener + "/links/?q=" + name }

// shorten makes a link in the page's form and goes to its page.
func (t tab) shorten(address, alias string) {
	t.Helper()
	t.open("/")
	t.do(chromedp.SendKeys(chromedp.CSS("#url"), address), chromedp.SendKeys(chromedp.CSS("#alias"), alias+kb.Enter))
	t.is(`location.pathname === "/links/` + alias + `"`)
}

// Shorten, follow, read the plot and its table, delete: all of it by keys.
func TestShortenerByKeyboard(t *testing.T) {
	p := newTab(t, shortener)
	p.open("/")
	p.is(`document.activeElement.id === "url"`)
	p.press(target("keyboard"))
	p.tabTo("#alias")
	p.press("by-keyboard")
	p.tabTo("#expires")
	p.press(kb.ArrowDown)
	p.tabTo("button.main")
	p.press(kb.Enter)
	p.is(`location.pathname === "/links/by-keyboard"`)
	p.is(`document.querySelector("[role=status]").innerText === "The short link is made."`)
	require.Equal(t, shortener+"/by-keyboard", get(p, chromedp.Evaluate[string](`document.getElementById("short").value`)))
	require.Equal(t, "None.", get(p, chromedp.Evaluate[string](`document.querySelector("svg desc").textContent`)))

	p.tabTo(`a[href="/by-keyboard"]`)
	p.press(kb.Enter)
	p.is(`location.search === "?q=keyboard"`)

	p.tabTo("#q")
	p.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(kb.ModifierCtrl)))
	p.press("by-k" + kb.Enter)
	p.is(`location.search === "?q=by-k"`)
	p.tabTo(`a[href="/links/by-keyboard"]`)
	p.press(kb.Enter)
	p.is(`location.pathname === "/links/by-keyboard"`)
	p.is(`/^1 in all; the most, 1, on \d{4}-\d\d-\d\d\.$/.test(document.querySelector("svg desc").textContent)`)
	p.is(`document.querySelectorAll(".bar").length === 1 && document.querySelector(".bar").getBoundingClientRect().height > 100`)
	p.tabTo("summary")
	p.press(kb.Enter)
	p.is(`document.querySelector("tbody tr:last-child td").checkVisibility() && document.querySelector("tbody tr:last-child td").innerText === "1"`)
	p.tabTo(`a[href="?days=7#hits"]`)
	p.press(kb.Enter)
	p.is(`document.querySelectorAll("tbody tr").length === 7`)

	p.tabTo(`a[href="/links/by-keyboard/delete"]`)
	p.press(kb.Enter)
	p.is(`document.querySelector("h1").innerText === "Delete /by-keyboard?"`)
	p.tabTo("button.danger")
	p.press(kb.Enter)
	p.is(`location.pathname === "/links/" && document.querySelector("[role=status]").innerText === "The link is deleted."`)
	p.open("/links/")
	p.is(`!document.querySelector(".flash")`)
}

// What is refused is said beside its field, which has the focus, and typing goes on.
func TestShortenerErrors(t *testing.T) {
	p := newTab(t, shortener)
	p.shorten(target("taken"), "taken")
	p.open("/")
	p.do(chromedp.SendKeys(chromedp.CSS("#url"), target("other")), chromedp.SendKeys(chromedp.CSS("#alias"), "taken"+kb.Enter))
	p.is(`document.activeElement.id === "alias" && document.activeElement.ariaInvalid === "true"`)
	p.is(`document.activeElement.getAttribute("aria-describedby").split(" ").some((id) => document.getElementById(id).innerText === "This name is taken: choose another.")`)
	p.is(`document.getElementById("url").value.endsWith("other")`)
	p.press("-not" + kb.Enter)
	p.is(`location.pathname.startsWith("/links/")`)
}

func TestShortenerSkipLink(t *testing.T) {
	p := newTab(t, shortener)
	p.open("/links/")
	p.tabTo(".skip")
	p.press(kb.Enter)
	p.is(`document.activeElement.id === "main"`)
}

func TestShortenerAccessible(t *testing.T) {
	p := newTab(t, shortener)
	for i := range 27 { // more than a page
		p.shorten(target(fmt.Sprint("list/", i)), fmt.Sprintf("listed-%02d", i))
	}
	p.shorten(target(url.QueryEscape("a long one with a query, ")+"0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz"), "long-one")
	for range 3 {
		p.open("/long-one")
	}
	inEachLook(t, shortener, func(p tab, look func(string)) {
		for name, path := range map[string]string{
			"short-home": "/", "short-list": "/links/?q=l", "short-second": "/links/?after=listed-20", "short-nothing": "/links/?q=zzzzz", "short-refused": "/links/?q=%5C",
			"short-plot": "/links/long-one", "short-week": "/links/long-one?days=7", "short-year": "/links/long-one?days=365", "short-zero": "/links/listed-00",
			"short-delete": "/links/long-one/delete", "short-missing": "/no/such/page", "short-gone": "/nothing",
		} {
			p.open(path)
			look(name)
		}
		p.open("/")
		p.do(chromedp.SendKeys(chromedp.CSS("#url"), target("x")), chromedp.SendKeys(chromedp.CSS("#alias"), "x"+kb.Enter))
		p.is(`document.querySelector(".bad") !== null`)
		look("short-wrong")
		p.open("/links/long-one")
		p.do(chromedp.Click(chromedp.CSS("summary")))
		look("short-table")
		p.open("/")
		p.do(chromedp.SendKeys(chromedp.CSS("#url"), target("list/1")+kb.Enter))
		p.is(`document.querySelector(".flash") !== null`)
		look("short-flash")
	})
}

// What is printed has the plot and its figures, and nothing to click.
func TestShortenerPrint(t *testing.T) {
	p := newTab(t, shortener, send(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	p.shorten(target("print"), "print-this")
	p.is(`document.querySelector("table").checkVisibility({contentVisibilityAuto: true})`)
	p.is(`document.querySelector("svg").checkVisibility()`)
	p.is(`!document.querySelector("header").checkVisibility() && !document.querySelector(".actions").checkVisibility()`)
	require.NotEmpty(t, get(p, chromedp.PrintToPDF()))
}

package security_test

import (
	"fmt"
	"html/template"
	"os"
	"strings"
	texttemplate "text/template"
)

// How do you prevent cross-site scripting (XSS)?
//
// Build pages with html/template only. It parses the page and escapes each value for
// the place where it stands: text, attribute, script or URL. The same input is so
// made harmless in all four, which no single escaping function can do. A strict
// Content-Security-Policy is the second wall. OWASP ASVS 5.0 asks for this in 1.2.1 to 1.2.3.
//
// Follow-ups:
//   - What does template.HTML do? It switches the escaping off for that value: only for constants and for output of a sanitizer.
//   - Why not text/template? It has the same syntax and escapes nothing: the import line is the hole.
//   - Where does ZgotmplZ come from? It stands where a URL had a scheme other than http, https and mailto, such as javascript; also where a value could run code in CSS.
//
// Pitfalls:
//   - Building a template from user input gives the user the template language: the text must be constant.
//   - A browser also runs what comes as JSON with a wrong content type: set it, with nosniff.
//
// Trade-offs: Escaping by context costs a parse at start and some time per value. An API that
// answers JSON alone needs no template; one that must show user HTML needs a sanitizer and a policy.
//
// From Python: Jinja2 escapes for HTML only, and only with autoescape on, which is not
// its default outside of Flask; a value inside a script or a javascript URL stays live.
//
// Level: mid. Tags: xss, html, template. See: [template.HTML], security/safehttp/server.
func Example_xss() {
	const page = `<p>{{.}}</p> <a title="{{.}}">text, attribute</a>
<script>show({{.}})</script>
<a href="{{.}}">URL</a>
`
	const text, link = `<script>alert(1)</script>`, `javascript:alert(1)`

	var unsafe strings.Builder
	_ = texttemplate.Must(texttemplate.New("page").Parse(page)).Execute(&unsafe, text)
	fmt.Println("text/template lets the script through:", strings.Contains(unsafe.String(), text))

	safe := template.Must(template.New("page").Parse(page))
	_ = safe.Execute(os.Stdout, text)
	var out strings.Builder
	_ = safe.Execute(&out, link)
	fmt.Println("a link that runs code:", strings.Contains(out.String(), `href="javascript`))
	// Output:
	// text/template lets the script through: true
	// <p>&lt;script&gt;alert(1)&lt;/script&gt;</p> <a title="&lt;script&gt;alert(1)&lt;/script&gt;">text, attribute</a>
	// <script>show("\u003cscript\u003ealert(1)\u003c/script\u003e")</script>
	// <a href="%3cscript%3ealert%281%29%3c/script%3e">URL</a>
	// a link that runs code: false
}

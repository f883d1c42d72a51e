package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// object is a part of the description.
type object = map[string]any

// description is the API's description, read.
type description struct {
	*testing.T
	root object
}

func readDescription(t *testing.T) description {
	t.Helper()
	d := description{T: t}
	require.NoError(t, json.Unmarshal(openapi, &d.root))
	return d
}

// at returns a part with its references followed.
func (d description) at(from object, keys ...string) object {
	d.Helper()
	for _, key := range keys {
		next, ok := from[key].(object)
		require.True(d, ok, "%s is missing", key)
		if ref, ok := next["$ref"].(string); ok {
			next = d.at(d.root, strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
		}
		from = next
	}
	return from
}

// operations returns the described routes, as net/http writes them, with their operations.
func (d description) operations() map[string]object {
	found := map[string]object{}
	for path, item := range d.at(d.root, "paths") {
		for method, operation := range item.(object) {
			if method != "parameters" {
				found[strings.ToUpper(method)+" "+path] = operation.(object)
			}
		}
	}
	return found
}

// apiCase gets one status from one route.
type apiCase struct {
	route  string
	status int
	ask    func(w *world) *httptest.ResponseRecorder
}

// burst is how many requests a client of these worlds has.
const burst = 5

const jsonType = "application/json"

func post(w *world, body string, header ...string) *httptest.ResponseRecorder {
	return w.ask(http.MethodPost, "/api/links", body, append([]string{"Content-Type", jsonType}, header...)...)
}

// apiCases gets every status that the description names from every route. {code} is
// a link that is there.
func apiCases() []apiCase {
	const links, link, history, follow = "/api/links", "/api/links/{code}", "/api/links/{code}/history", "/{code}"
	cases := []apiCase{
		{"POST " + links, 201, func(w *world) *httptest.ResponseRecorder { return post(w, `{"url":"https://go.dev"}`) }},
		{"POST " + links, 200, func(w *world) *httptest.ResponseRecorder { return post(w, `{"url":"https://go.dev/there"}`) }},
		{"POST " + links, 400, func(w *world) *httptest.ResponseRecorder { return post(w, `{"link":"https://go.dev"}`) }},
		{"POST " + links, 403, func(w *world) *httptest.ResponseRecorder {
			return post(w, `{"url":"https://go.dev"}`, "Sec-Fetch-Site", "cross-site")
		}},
		{"POST " + links, 409, func(w *world) *httptest.ResponseRecorder { return post(w, `{"url":"https://go.dev","alias":"there"}`) }},
		{"POST " + links, 413, func(w *world) *httptest.ResponseRecorder {
			return post(w, `{"url":"`+strings.Repeat("x", 20<<10)+`"}`)
		}},
		{"POST " + links, 413, func(w *world) *httptest.ResponseRecorder { return post(w, strings.Repeat(" ", 2<<20)) }},
		{"POST " + links, 415, func(w *world) *httptest.ResponseRecorder {
			return w.ask(http.MethodPost, links, "url=x", "Content-Type", "application/x-www-form-urlencoded")
		}},
		{"POST " + links, 422, func(w *world) *httptest.ResponseRecorder { return post(w, `{"url":"ftp://go.dev"}`) }},
		{"GET " + links, 200, func(w *world) *httptest.ResponseRecorder { return w.get(links + "?limit=1&q=there") }},
		{"GET " + links, 422, func(w *world) *httptest.ResponseRecorder { return w.get(links + "?limit=0") }},
		{"GET " + link, 200, func(w *world) *httptest.ResponseRecorder { return w.get(links + "/ended") }},
		{"GET " + link, 404, func(w *world) *httptest.ResponseRecorder { return w.get(links + "/none") }},
		{"GET " + history, 200, func(w *world) *httptest.ResponseRecorder { return w.get(links + "/there/history") }},
		{"GET " + history, 404, func(w *world) *httptest.ResponseRecorder { return w.get(links + "/%00/history") }},
		{"GET " + history, 422, func(w *world) *httptest.ResponseRecorder { return w.get(links + "/there/history?days=x") }},
		{"DELETE " + link, 204, func(w *world) *httptest.ResponseRecorder { return w.ask(http.MethodDelete, links+"/there", "") }},
		{"DELETE " + link, 403, func(w *world) *httptest.ResponseRecorder {
			return w.ask(http.MethodDelete, links+"/there", "", "Origin", "https://evil.example")
		}},
		{"DELETE " + link, 404, func(w *world) *httptest.ResponseRecorder { return w.ask(http.MethodDelete, links+"/none", "") }},
		{"GET " + follow, 302, func(w *world) *httptest.ResponseRecorder { return w.get("/there") }},
		{"GET " + follow, 301, func(w *world) *httptest.ResponseRecorder { return w.get("/there") }},
		{"GET " + follow, 308, func(w *world) *httptest.ResponseRecorder { return w.get("/there") }},
		{"GET " + follow, 404, func(w *world) *httptest.ResponseRecorder { return w.get("/none") }},
		{"GET " + follow, 410, func(w *world) *httptest.ResponseRecorder { return w.get("/ended") }},
		{"GET /api/openapi.json", 200, func(w *world) *httptest.ResponseRecorder { return w.get("/api/openapi.json") }},
		{"GET /healthz", 200, func(w *world) *httptest.ResponseRecorder { return w.get("/healthz") }},
		{"GET /readyz", 200, func(w *world) *httptest.ResponseRecorder { return w.get("/readyz") }},
		{"GET /readyz", 503, func(w *world) *httptest.ResponseRecorder { w.service.Drain(); return w.get("/readyz") }},
	}
	requests := map[string]func(w *world) *httptest.ResponseRecorder{}
	for _, c := range cases {
		if c.status < 400 {
			requests[c.route] = c.ask
		}
	}
	for route, ask := range requests {
		if strings.HasSuffix(route, "z") {
			continue
		}
		cases = append(cases, apiCase{route, 429, func(w *world) *httptest.ResponseRecorder {
			for range burst {
				ask(w)
			}
			return ask(w)
		}})
		if route != "GET /api/openapi.json" {
			cases = append(cases, apiCase{route, 503, func(w *world) *httptest.ResponseRecorder {
				w.store.broken.Store(true)
				return ask(w)
			}})
		}
	}
	return cases
}

// What the handler answers is what the description says, and the other way round.
func TestDescriptionIsTrue(t *testing.T) {
	d := readDescription(t)
	operations := d.operations()
	described, seen := map[string]bool{}, map[string]bool{}
	for route, operation := range operations {
		for status := range d.at(operation, "responses") {
			if status != "default" {
				described[route+" "+status] = true
			}
		}
	}
	for _, c := range apiCases() {
		name := fmt.Sprint(c.route, " ", c.status)
		require.True(t, described[name], "%s is not described", name)
		seen[name] = true
		synctest.Test(t, func(t *testing.T) { // where no time passes, so that nobody's limit is filled up
			d.T = t
			w := newWorld(t, func(s *settings) {
				if s.rate, s.burst = 1, burst; 300 <= c.status && c.status < 400 {
					s.redirect = c.status
				}
			})
			w.shortened(shortener.Order{URL: "https://go.dev/there"})
			w.shortened(shortener.Order{URL: "https://go.dev/there", Alias: "there"})
			w.shortened(shortener.Order{URL: "https://go.dev/ended", Alias: "ended", Expires: time.Now().Add(time.Second)})
			time.Sleep(time.Second)
			answer := c.ask(w)
			require.Equal(t, c.status, answer.Code, name)
			d.holds(d.at(operations[c.route], "responses", strconv.Itoa(c.status)), answer, name)
		})
	}
	d.T = t
	require.Empty(t, slices.DeleteFunc(slices.Sorted(maps.Keys(described)), func(name string) bool { return seen[name] }), "described, but never answered")
}

// holds wants that an answer has the described headers, media type and body.
func (d description) holds(response object, answer *httptest.ResponseRecorder, name string) {
	d.Helper()
	if headers, ok := response["headers"].(object); ok {
		for header := range headers {
			if d.at(headers, header)["required"] == true {
				require.NotEmpty(d, answer.Header().Get(header), "%s: header %s", name, header)
			}
		}
	}
	content, ok := response["content"].(object)
	if !ok {
		require.Empty(d, answer.Body.String(), name)
		return
	}
	media, _, _ := strings.Cut(answer.Header().Get("Content-Type"), ";")
	schema := d.at(d.at(content, media), "schema")
	if media == "text/plain" {
		return
	}
	var body any
	require.NoError(d, json.Unmarshal(answer.Body.Bytes(), &body), name)
	d.fits(schema, body, name)
}

// fits checks a value against the part of JSON Schema that the description uses.
func (d description) fits(schema object, value any, where string) {
	d.Helper()
	switch schema["type"] {
	case "object":
		fields, ok := value.(object)
		require.True(d, ok, "%s is no object", where)
		required, _ := schema["required"].([]any)
		for _, name := range required {
			require.Contains(d, fields, name, where)
		}
		properties, _ := schema["properties"].(object)
		for name, v := range fields {
			if _, known := properties[name]; known {
				d.fits(d.at(properties, name), v, where+"."+name)
			} else if schema["additionalProperties"] == false {
				d.Errorf("%s.%s is not described", where, name)
			}
		}
	case "array":
		items, ok := value.([]any)
		require.True(d, ok, "%s is no array", where)
		for _, item := range items {
			d.fits(d.at(schema, "items"), item, where+"[]")
		}
	case "string":
		text, ok := value.(string)
		require.True(d, ok, "%s is no string", where)
		if layout := map[any]string{"date-time": time.RFC3339, "date": time.DateOnly}[schema["format"]]; layout != "" {
			_, err := time.Parse(layout, text)
			require.NoError(d, err, where)
		}
	case "integer":
		n, ok := value.(float64)
		require.True(d, ok && n == float64(int64(n)), "%s is no integer", where)
	case "boolean":
		require.IsType(d, true, value, where)
	default:
		d.Errorf("%s: the test does not know %v", where, schema["type"])
	}
}

// routesOf returns the patterns that a Go file gives to a ServeMux.
func routesOf(t *testing.T, name string) (routes []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 2 {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || method.Sel.Name != "HandleFunc" && method.Sel.Name != "Handle" {
			return true
		}
		if text, ok := call.Args[0].(*ast.BasicLit); ok {
			pattern, err := strconv.Unquote(text.Value)
			require.NoError(t, err)
			routes = append(routes, pattern)
		}
		return true
	})
	return routes
}

// Every route of the API is described, and no other.
func TestEveryRouteIsDescribed(t *testing.T) {
	routes := append(routesOf(t, "../../patterns/shortener/handler.go"), routesOf(t, "serve.go")...)
	require.ElementsMatch(t, routes, slices.Collect(maps.Keys(readDescription(t).operations())))
}

// The description is what OpenAPI 3.1 wants of one.
func TestDescriptionIsWellFormed(t *testing.T) {
	d := readDescription(t)
	require.Regexp(t, `^3\.1\.\d+$`, d.root["openapi"])
	require.NotEmpty(t, d.at(d.root, "info")["title"])
	require.NotEmpty(t, d.at(d.root, "info")["version"])
	ids := map[any]bool{}
	for route, operation := range d.operations() {
		require.NotContains(t, ids, operation["operationId"])
		ids[operation["operationId"]] = true
		require.NotEmpty(t, operation["summary"], route)
		for status := range d.at(operation, "responses") {
			require.NotEmpty(t, d.at(operation, "responses", status)["description"], "%s %s", route, status)
		}
		_, path, _ := strings.Cut(route, " ")
		item := d.at(d.root, "paths", path)
		shared, _ := item["parameters"].([]any)
		own, _ := operation["parameters"].([]any)
		var inPath []string
		for _, p := range append(shared, own...) {
			if p := d.at(object{"parameter": p}, "parameter"); p["in"] == "path" {
				require.Equal(t, true, p["required"])
				inPath = append(inPath, "{"+p["name"].(string)+"}")
			}
		}
		require.ElementsMatch(t, regexp.MustCompile(`\{\w+\}`).FindAllString(path, -1), inPath, route)
	}
	// Every part is there, and used.
	text := string(openapi)
	for _, ref := range regexp.MustCompile(`"#/(components/[^"]+)"`).FindAllStringSubmatch(text, -1) {
		d.at(d.root, strings.Split(ref[1], "/")...)
	}
	for kind, parts := range d.at(d.root, "components") {
		for name := range parts.(object) {
			require.Contains(t, text, `"#/components/`+kind+"/"+name+`"`, "nothing uses it")
		}
	}
}

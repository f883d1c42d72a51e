package security_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"log/slog"
	"strings"
	"testing"
	"text/template"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/security"
)

// canary is the secret; its parts are looked for in decimal, hex and quoted form too.
const canary = "hunter2-canary"

type nested struct {
	Exported security.Secret[string]
	hidden   security.Secret[string]
	Bytes    security.Secret[[]byte]
	Number   security.Secret[int]
	Pointer  *security.Secret[string]
	Map      map[string]security.Secret[string]
	Slice    []security.Secret[string]
	Array    [1]security.Secret[string]
	Any      any
	Inner    struct{ Deep, deep security.Secret[string] }
}

func newNested() nested {
	s := security.NewSecret(canary)
	n := nested{
		Exported: s, hidden: s, Bytes: security.NewSecret([]byte(canary)), Number: security.NewSecret(987654321),
		Pointer: &s, Map: map[string]security.Secret[string]{"k": s}, Slice: []security.Secret[string]{s},
		Array: [1]security.Secret[string]{s}, Any: s,
	}
	n.Inner.Deep, n.Inner.deep = s, s
	return n
}

// requireHidden fails when any spelling of the canary is in out.
func requireHidden(t *testing.T, out string) {
	t.Helper()
	for _, spelling := range []string{
		canary, "hunter2", fmt.Sprintf("%x", canary), fmt.Sprintf("%X", canary), "104 117 110", "104 117", "0x68", "aHVudGVyMi",
		"987654321", "3ade68b1",
	} {
		require.NotContains(t, strings.ToLower(out), strings.ToLower(spelling))
	}
}

func TestSecretIsHiddenFromEveryVerb(t *testing.T) {
	s := security.NewSecret(canary)
	n := newNested()
	require.Equal(t, canary, n.hidden.Reveal()+n.Inner.deep.Reveal()[:0])
	values := []any{s, &s, n, &n, []any{s}, map[string]any{"k": n}, []*nested{&n}, &[]nested{n}, struct{ a any }{n}, struct{ a any }{&s}, fmt.Errorf("wrapped: %w", fmt.Errorf("%v", n))}
	for _, v := range values {
		for verb := rune('!'); verb < 0x7f; verb++ {
			for _, flags := range []string{"", "+", "#", "+#", "-20", "020.3", " ", "[1]*[1]"} {
				requireHidden(t, fmt.Sprintf("%"+flags+string(verb), v))
			}
		}
		requireHidden(t, fmt.Sprint(v))
		for _, format := range []string{"no verb", "%[3]v", "%*d", "%"} { // The value is left over, or the wrong one.
			requireHidden(t, fmt.Sprintf(format, v))
		}
	}
}

func TestSecretIsHiddenFromLogs(t *testing.T) {
	n := newNested()
	for _, newHandler := range []func(*bytes.Buffer) slog.Handler{
		func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
		func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
	} {
		var b bytes.Buffer
		log := slog.New(newHandler(&b)).With("with", n.Exported)
		log.Info("message", "secret", n.Exported, "nested", n, "pointer", &n, "map", n.Map, "slice", n.Slice, slog.Group("group", "deep", n.Inner), "error", errors.New(n.Exported.String()))
		requireHidden(t, b.String())
		require.Contains(t, b.String(), "REDACTED")
	}
}

func TestSecretIsHiddenFromEncoders(t *testing.T) {
	n := newNested()
	v1, err := json.Marshal(n)
	require.NoError(t, err)
	requireHidden(t, string(v1))
	require.Contains(t, string(v1), `"Exported":"[REDACTED]"`)

	v2, err := jsonv2.Marshal(n)
	require.NoError(t, err)
	requireHidden(t, string(v2))

	x, err := xml.Marshal(struct {
		XMLName struct{} `xml:"config"`
		S       security.Secret[string]
	}{S: n.Exported})
	require.NoError(t, err)
	requireHidden(t, string(x))
	require.Contains(t, string(x), "[REDACTED]")

	var g bytes.Buffer
	require.NoError(t, gob.NewEncoder(&g).Encode(struct {
		Name string
		S    security.Secret[string]
		M    map[string]security.Secret[string]
	}{"name", n.Exported, n.Map}))
	requireHidden(t, g.String())

	var page bytes.Buffer
	require.NoError(t, template.Must(template.New("").Parse(`{{.}} {{.Exported}} {{printf "%#v" .Slice}} {{.Map.k}}`)).Execute(&page, n))
	require.NoError(t, htmltemplate.Must(htmltemplate.New("").Parse(`{{.Exported}}<a title="{{.Exported}}"></a><script>f({{.Exported}}, {{.}})</script>`)).Execute(&page, n))
	requireHidden(t, page.String())
	require.Contains(t, page.String(), "[REDACTED]")
}

// A failed assertion of a test dumps its operands by reflection, unexported fields included.
func TestSecretIsHiddenFromDumps(t *testing.T) {
	var out recorder
	assert.Equal(&out, newNested(), nested{})
	requireHidden(t, out.String())
	require.Contains(t, out.String(), "REDACTED")
}

type recorder struct{ strings.Builder }

func (r *recorder) Errorf(format string, args ...any) { fmt.Fprintf(r, format, args...) }

func TestSecretDoesNotDecode(t *testing.T) {
	var n struct{ S security.Secret[string] }
	require.Error(t, json.Unmarshal([]byte(`{"S":"[REDACTED]"}`), &n))
	require.Error(t, jsonv2.Unmarshal([]byte(`{"S":"[REDACTED]"}`), &n))
}

func TestSecretReveals(t *testing.T) {
	require.Equal(t, canary, security.NewSecret(canary).Reveal())
	var zero security.Secret[[]byte]
	require.Nil(t, zero.Reveal())
	require.Equal(t, "[REDACTED]", zero.String())
	require.Equal(t, "<nil>", fmt.Sprint((*security.Secret[int])(nil)))
}

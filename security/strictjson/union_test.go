package strictjson_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/security/strictjson"
)

type node interface{ sum() int }

type leaf struct {
	Value int `json:"value"`
}

type pair struct {
	Left  node `json:"left"`
	Right node `json:"right"`
}

type list struct {
	Nodes []node          `json:"nodes"`
	Named map[string]node `json:"named,omitempty"`
}

func (l leaf) sum() int  { return l.Value }
func (p *pair) sum() int { return p.Left.sum() + p.Right.sum() }
func (l list) sum() (n int) {
	for _, node := range l.Nodes {
		n += node.sum()
	}
	for _, node := range l.Named {
		n += node.sum()
	}
	return n
}

func nodes(t testing.TB) *strictjson.Options {
	t.Helper()
	u, err := strictjson.NewUnion("kind", map[string]node{"leaf": leaf{}, "pair": &pair{}, "list": list{}})
	require.NoError(t, err)
	return &strictjson.Options{Unions: []strictjson.Variants{u}}
}

func TestUnionsNest(t *testing.T) {
	got, err := strictjson.Decode[node]([]byte(`{"left":{"kind":"leaf","value":1},"kind":"pair","right":
		{"nodes":[{"value":2,"kind":"leaf"},{"kind":"list","nodes":[]}],"kind":"list","named":{"a":{"kind":"leaf","value":4}}}}`), nodes(t))
	require.NoError(t, err)
	require.IsType(t, &pair{}, got)
	require.Equal(t, 7, got.sum())
}

func TestUnionRefusals(t *testing.T) {
	o := nodes(t)
	for _, r := range []struct {
		text    string
		kind    error
		pointer string
	}{
		{`null`, strictjson.ErrNull, ""},
		{`[]`, strictjson.ErrValue, ""},
		{`"leaf"`, strictjson.ErrValue, ""},
		{`{}`, strictjson.ErrMissing, "/kind"},
		{`{"kind":1,"value":1}`, strictjson.ErrValue, "/kind"},
		{`{"kind":null,"value":1}`, strictjson.ErrValue, "/kind"},
		{`{"kind":"","value":1}`, strictjson.ErrVariant, "/kind"},
		{`{"kind":"Leaf","value":1}`, strictjson.ErrVariant, "/kind"},
		{`{"kind":"secret-payload","value":1}`, strictjson.ErrVariant, "/kind"},
		{`{"kind":"leaf"}`, strictjson.ErrMissing, "/value"},
		{`{"kind":"leaf","value":1,"left":1}`, strictjson.ErrUnknown, ""},
		{`{"kind":"leaf","kind":"pair","value":1}`, strictjson.ErrDuplicate, ""},
		{`{"kind":"pair","kind":"leaf","value":1}`, strictjson.ErrDuplicate, ""},
		{`{"Kind":"leaf","value":1}`, strictjson.ErrMissing, "/kind"},
		{`{"kind":"leaf","value":1`, strictjson.ErrSyntax, ""},
		{`{"kind":"leaf","value":1}x`, strictjson.ErrTrailing, ""},
		{`{"kind":"pair","left":null,"right":{"kind":"leaf","value":1}}`, strictjson.ErrNull, "/left"},
		{`{"kind":"list","nodes":[{"kind":"leaf","value":1},{"kind":"eval"}]}`, strictjson.ErrVariant, "/nodes/1/kind"},
		{`{"kind":"list","nodes":` + strings.Repeat(`[`, 1000), strictjson.ErrLimit, ""},
	} {
		got, err := strictjson.Decode[node]([]byte(r.text), o)
		require.ErrorIs(t, err, r.kind, r.text)
		require.Nil(t, got)
		require.ErrorContains(t, err, `at "`+r.pointer+`"`, r.text)
		require.NotContains(t, err.Error(), "secret-payload")
	}
}

// Escapes in the tag's name and value are read, or refused, but never read otherwise.
func TestUnionTagEscaped(t *testing.T) {
	got, err := strictjson.Decode[node]([]byte(`{"kin\u0064":"leaf","value":1}`), nodes(t))
	require.NoError(t, err)
	require.Equal(t, leaf{1}, got)
	_, err = strictjson.Decode[node]([]byte(`{"kind":"lea\u0066","value":1}`), nodes(t))
	require.ErrorIs(t, err, strictjson.ErrVariant)
}

// Unions within unions cost their depth times the length at the most.
func TestUnionsDeep(t *testing.T) {
	depth := 300
	text := strings.Repeat(`{"kind":"pair","right":{"kind":"leaf","value":1},"left":`, depth) + `{"kind":"leaf","value":1}` + strings.Repeat(`}`, depth)
	o := nodes(t)
	_, err := strictjson.Decode[node]([]byte(text), o)
	require.ErrorIs(t, err, strictjson.ErrLimit)
	o.Limits.Depth = 1000
	got, err := strictjson.Decode[node]([]byte(text), o)
	require.NoError(t, err)
	require.Equal(t, depth+1, got.sum())
}

type clash struct {
	Kind int `json:"Kind"`
}

func (clash) sum() int { return 0 }

func TestUnionsThatAreRefused(t *testing.T) {
	_, err := strictjson.NewUnion("kind", map[string]int{"a": 1})
	require.ErrorContains(t, err, "no interface")
	_, err = strictjson.NewUnion[node]("", map[string]node{"a": leaf{}})
	require.Error(t, err)
	_, err = strictjson.NewUnion[node]("kind", nil)
	require.Error(t, err)
	_, err = strictjson.NewUnion("kind", map[string]any{"a": 1})
	require.ErrorContains(t, err, "no plain struct")
	u, err := strictjson.NewUnion("kind", map[string]node{"clash": clash{}})
	require.NoError(t, err)
	_, err = strictjson.Decode[node]([]byte(`{"kind":"clash","Kind":1}`), &strictjson.Options{Unions: []strictjson.Variants{u}})
	require.ErrorIs(t, err, strictjson.ErrType)
	_, err = strictjson.Decode[node]([]byte(`{}`), &strictjson.Options{Unions: make([]strictjson.Variants, 5)})
	require.ErrorContains(t, err, "Options.Unions has 5, want 4 or fewer")
}

func FuzzUnion(f *testing.F) {
	f.Add([]byte(`{"left":{"kind":"leaf","value":1},"kind":"pair","right":{"nodes":[{"value":2,"kind":"leaf"}],"kind":"list"}}`))
	f.Add([]byte(`{"kind":"leaf","value":1,"kind":"leaf"}`))
	o := nodes(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := strictjson.Decode[node](data, o)
		if err != nil {
			require.Nil(t, got)
			return
		}
		got.sum() // Nothing nil in it.
	})
}

package strictjson_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/security/strictjson"
)

type base struct {
	ID int `json:"id"`
}

type everything struct {
	base
	Int8    int8               `json:"int8,omitzero"`
	Int     int                `json:",omitzero"`
	Uint16  uint16             `json:"uint16,omitzero"`
	Float   float64            `json:"float,omitzero"`
	Float32 float32            `json:"float32,omitzero"`
	Bool    bool               `json:"bool,omitzero"`
	String  string             `json:"string,omitzero"`
	Bytes   []byte             `json:"bytes,omitzero"`
	Slice   []int              `json:"slice,omitzero"`
	Array   *[2]bool           `json:"array"`
	Map     map[string]float64 `json:"map,omitzero"`
	Any     any                `json:"any,omitzero"`
	Time    time.Time          `json:"time,omitzero"`
	Next    *everything        `json:"a/b~c"`
	Quoted  int                `json:"quoted,string,omitzero"`
	hidden  int
	Skipped chan int `json:"-"`
}

func TestAccepts(t *testing.T) {
	text := ` {"id":1,"int8":-128,"Int":-0,"uint16":65535,"float":0.1,"float32":3.4028235e38,"bool":true,"string":"\ud83d\ude00\u0000é","bytes":"aGk=",
		"slice":[1,2],"array":[true,false],"map":{"a":1e300,"b":0.30000000000000004,"c":-0.0},"any":{"x":[null,1,"s",{}]},
		"time":"2026-01-02T03:04:05Z","a/b~c":{"id":2},"quoted":"7"} `
	got, err := strictjson.Decode[everything]([]byte(text), nil)
	require.NoError(t, err)
	require.Equal(t, int8(-128), got.Int8)
	require.Equal(t, "😀\x00é", got.String)
	require.Equal(t, []byte("hi"), got.Bytes)
	require.Equal(t, 2, got.Next.ID)
	require.Equal(t, 7, got.Quoted)
	require.Equal(t, 2026, got.Time.Year())
	require.Zero(t, got.hidden)
}

// refusals are the rules one by one: each text, the kind of its error and the pointer.
var refusals = []struct {
	name, text string
	kind       error
	pointer    string
}{
	{"empty", ``, strictjson.ErrSyntax, ""},
	{"space", " \n", strictjson.ErrSyntax, ""},
	{"BOM", "\ufeff{}", strictjson.ErrSyntax, ""},
	{"comment", `/**/{"id":1}`, strictjson.ErrSyntax, ""},
	{"trailing comma", `{"id":1,}`, strictjson.ErrSyntax, ""},
	{"no comma", `{"id":1 "bool":true}`, strictjson.ErrSyntax, ""},
	{"single quotes", `{'id':1}`, strictjson.ErrSyntax, ""},
	{"unquoted", `{id:1}`, strictjson.ErrSyntax, ""},
	{"open", `{"id":1`, strictjson.ErrSyntax, ""},
	{"open string", `{"id`, strictjson.ErrSyntax, ""},
	{"form feed", "{\f\"id\":1}", strictjson.ErrSyntax, ""},
	{"NaN", `{"id":1,"float":NaN}`, strictjson.ErrSyntax, "/float"},
	{"Infinity", `{"id":1,"float":-Infinity}`, strictjson.ErrSyntax, "/float"},
	{"plus", `{"id":+1}`, strictjson.ErrSyntax, "/id"},
	{"hex", `{"id":0x1}`, strictjson.ErrSyntax, ""},
	{"leading zero", `{"id":01}`, strictjson.ErrSyntax, "/id"},
	{"no fraction", `{"id":1,"float":1.}`, strictjson.ErrSyntax, "/float"},
	{"no whole", `{"id":1,"float":.5}`, strictjson.ErrSyntax, "/float"},
	{"no exponent", `{"id":1,"float":1e}`, strictjson.ErrSyntax, "/float"},
	{"True", `{"id":1,"bool":True}`, strictjson.ErrSyntax, "/bool"},
	{"control", "{\"id\":1,\"string\":\"\n\"}", strictjson.ErrSyntax, "/string"},
	{"escape", `{"id":1,"string":"\x41"}`, strictjson.ErrSyntax, "/string"},
	{"short escape", `{"id":1,"string":"\u12"}`, strictjson.ErrSyntax, "/string"},
	{"trailing", `{"id":1}{"id":2}`, strictjson.ErrTrailing, ""},
	{"trailing brace", `{"id":1}}`, strictjson.ErrTrailing, ""},
	{"trailing NUL", "{\"id\":1}\x00", strictjson.ErrTrailing, ""},
	{"invalid UTF-8", "{\"id\":1,\"string\":\"\xff\"}", strictjson.ErrUTF8, "/string"},
	{"overlong UTF-8", "{\"id\":1,\"string\":\"\xc0\xaf\"}", strictjson.ErrUTF8, "/string"},
	{"surrogate in UTF-8", "{\"id\":1,\"string\":\"\xed\xa0\x80\"}", strictjson.ErrUTF8, "/string"},
	{"high surrogate", `{"id":1,"string":"\ud800"}`, strictjson.ErrUTF8, "/string"},
	{"low surrogate", `{"id":1,"string":"\udc00"}`, strictjson.ErrUTF8, "/string"},
	{"low twice", `{"id":1,"string":"\udc00\udc00"}`, strictjson.ErrUTF8, "/string"},
	{"high twice", `{"id":1,"string":"\ud800\ud800"}`, strictjson.ErrUTF8, "/string"},
	{"UTF-8 in a name", "{\"id\":1,\"any\":{\"\xff\":1}}", strictjson.ErrUTF8, "/any"},
	{"unknown", `{"id":1,"secret-payload":1}`, strictjson.ErrUnknown, ""},
	{"unknown, nested", `{"id":1,"a/b~c":{"id":1,"secret-payload":1}}`, strictjson.ErrUnknown, "/a~1b~0c"},
	{"case", `{"ID":1}`, strictjson.ErrUnknown, ""},
	{"hidden", `{"id":1,"hidden":1}`, strictjson.ErrUnknown, ""},
	{"skipped", `{"id":1,"Skipped":null}`, strictjson.ErrUnknown, ""},
	{"dash", `{"id":1,"-":null}`, strictjson.ErrUnknown, ""},
	{"duplicate", `{"id":1,"id":1}`, strictjson.ErrDuplicate, ""},
	{"duplicate, escaped", `{"id":1,"\u0069d":1}`, strictjson.ErrDuplicate, ""},
	{"duplicate in any", `{"id":1,"any":{"a":1,"b":2,"a":3}}`, strictjson.ErrDuplicate, "/any"},
	{"duplicate in a map", `{"id":1,"map":{"a":1,"\u0061":2}}`, strictjson.ErrDuplicate, "/map"},
	{"case twin in a map", `{"id":1,"map":{"a":1,"A":2}}`, strictjson.ErrDuplicate, "/map"},
	{"case twin, Kelvin", `{"id":1,"map":{"k":1,"` + "\u212a" + `":2}}`, strictjson.ErrDuplicate, "/map"},
	{"case twin, Greek", `{"id":1,"map":{"` + "σ" + `":1,"` + "ς" + `":2}}`, strictjson.ErrDuplicate, "/map"},
	{"duplicate, deep", `{"id":1,"any":[[{"x":{"a":1,"a":3}}]]}`, strictjson.ErrDuplicate, "/any/0/0/*"},
	{"missing", `{}`, strictjson.ErrMissing, "/id"},
	{"missing, nested", `{"id":1,"a/b~c":{}}`, strictjson.ErrMissing, "/a~1b~0c/id"},
	{"null", `{"id":null}`, strictjson.ErrNull, "/id"},
	{"null slice", `{"id":1,"slice":null}`, strictjson.ErrNull, "/slice"},
	{"null in a slice", `{"id":1,"slice":[1,null]}`, strictjson.ErrNull, "/slice/1"},
	{"null map", `{"id":1,"map":null}`, strictjson.ErrNull, "/map"},
	{"null time", `{"id":1,"time":null}`, strictjson.ErrNull, "/time"},
	{"null document", `null`, strictjson.ErrNull, ""},
	{"overflow", `{"id":1,"int8":128}`, strictjson.ErrNumber, "/int8"},
	{"underflow", `{"id":1,"int8":-129}`, strictjson.ErrNumber, "/int8"},
	{"int64 overflow", `{"id":9223372036854775808}`, strictjson.ErrNumber, "/id"},
	{"fraction", `{"id":1.0}`, strictjson.ErrNumber, "/id"},
	{"exponent", `{"id":1e2}`, strictjson.ErrNumber, "/id"},
	{"negative", `{"id":1,"uint16":-1}`, strictjson.ErrNumber, "/uint16"},
	{"negative zero", `{"id":1,"uint16":-0}`, strictjson.ErrNumber, "/uint16"},
	{"inexact", `{"id":1,"float":9007199254740993}`, strictjson.ErrNumber, "/float"},
	{"too many digits", `{"id":1,"float":0.10000000000000000555}`, strictjson.ErrNumber, "/float"},
	{"too big", `{"id":1,"float":1e999}`, strictjson.ErrNumber, "/float"},
	{"too small", `{"id":1,"float":1e-999}`, strictjson.ErrNumber, "/float"},
	{"float32", `{"id":1,"float32":16777217}`, strictjson.ErrNumber, "/float32"},
	{"float32 too big", `{"id":1,"float32":3.5e38}`, strictjson.ErrNumber, "/float32"},
	{"inexact in any", `{"id":1,"any":[9007199254740993]}`, strictjson.ErrNumber, "/any/0"},
	{"string for int", `{"id":"1"}`, strictjson.ErrValue, "/id"},
	{"int for string", `{"id":1,"string":1}`, strictjson.ErrValue, "/string"},
	{"int for bool", `{"id":1,"bool":1}`, strictjson.ErrValue, "/bool"},
	{"object for slice", `{"id":1,"slice":{}}`, strictjson.ErrValue, "/slice"},
	{"array for map", `{"id":1,"map":[]}`, strictjson.ErrValue, "/map"},
	{"array for document", `[]`, strictjson.ErrValue, ""},
	{"short array", `{"id":1,"array":[true]}`, strictjson.ErrValue, "/array"},
	{"long array", `{"id":1,"array":[true,true,true]}`, strictjson.ErrValue, "/array"},
	{"bad base64", `{"id":1,"bytes":"secret-payload!"}`, strictjson.ErrValue, "/bytes"},
	{"bad time", `{"id":1,"time":"secret-payload"}`, strictjson.ErrValue, "/time"},
	{"bad quoted", `{"id":1,"quoted":"secret-payload"}`, strictjson.ErrValue, "/quoted"},
	{"digits", `{"id":1,"float":0.` + strings.Repeat("1", 40) + `}`, strictjson.ErrLimit, "/float"},
	{"string", `{"id":1,"string":"` + strings.Repeat("a", 262145) + `"}`, strictjson.ErrLimit, "/string"},
	{"name", `{"` + strings.Repeat("a", 262145) + `":1}`, strictjson.ErrLimit, ""},
	{"bytes", `{"id":1}` + strings.Repeat(" ", 1<<20), strictjson.ErrLimit, ""},
	{"elements", `{"id":1,"any":[` + strings.Repeat("0,", 100_000) + `0]}`, strictjson.ErrLimit, "/any/99997"},
	{"depth", `{"id":1,"any":` + strings.Repeat("[", 500_000), strictjson.ErrLimit, "/any" + strings.Repeat("/0", 31)},
	{"depth of objects", `{"id":1,"any":` + strings.Repeat(`{"a":`, 100_000), strictjson.ErrLimit, "/any" + strings.Repeat("/*", 31)},
}

func TestRefusals(t *testing.T) {
	for _, r := range refusals {
		t.Run(r.name, func(t *testing.T) {
			got, err := strictjson.Decode[everything]([]byte(r.text), nil)
			require.ErrorIs(t, err, r.kind)
			e, ok := errors.AsType[*strictjson.Error](err)
			require.True(t, ok)
			require.Equal(t, r.pointer, e.Pointer)
			require.GreaterOrEqual(t, e.Offset, int64(0))
			require.LessOrEqual(t, e.Offset, int64(len(r.text)))
			require.NotContains(t, err.Error(), "secret-payload")
			require.Equal(t, everything{}, got)
		})
	}
}

// A map of many members looks its names up in another way than one of few.
func TestDuplicatesAmongMany(t *testing.T) {
	for _, n := range []int{1, 2, 30, 31, 32, 33, 34, 500} {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `"k%d":0,`, i)
		}
		_, err := strictjson.Decode[map[string]int]([]byte(`{`+b.String()+`"x":0}`), nil)
		require.NoError(t, err)
		for _, i := range []int{0, n / 2, n - 1} {
			for _, k := range []string{"k", "K"} {
				_, err := strictjson.Decode[map[string]int]([]byte(`{`+b.String()+`"`+k+strconv.Itoa(i)+`":0}`), nil)
				require.ErrorIs(t, err, strictjson.ErrDuplicate)
			}
		}
	}
}

func TestTypesThatAreRefused(t *testing.T) {
	refuse := func(err error) { t.Helper(); require.ErrorIs(t, err, strictjson.ErrType) }
	_, err := strictjson.Decode[chan int]([]byte(`1`), nil)
	refuse(err)
	_, err = strictjson.Decode[fmt.Stringer]([]byte(`1`), nil)
	refuse(err)
	_, err = strictjson.Decode[**int]([]byte(`1`), nil)
	refuse(err)
	_, err = strictjson.Decode[*any]([]byte(`1`), nil)
	refuse(err)
	_, err = strictjson.Decode[struct{ *base }]([]byte(`1`), nil)
	refuse(err)
	_, err = strictjson.Decode[struct {
		A int `json:"a"`
		B int `json:"A"`
	}]([]byte(`1`), nil)
	refuse(err)
	_, err = strictjson.Decode[struct {
		A map[string]any `json:",unknown"`
	}]([]byte(`{}`), nil)
	refuse(err)
	_, err = strictjson.Decode[struct {
		A int `json:"a,case:ignore"`
	}]([]byte(`{}`), nil)
	refuse(err)
	_, err = strictjson.Decode[struct {
		A int `json:"-,"` //nolint:staticcheck // an unclear name is what is refused
	}]([]byte(`{}`), nil)
	refuse(err)
	_, err = strictjson.Decode[struct {
		A int `json:"'a'"`
	}]([]byte(`{}`), nil)
	refuse(err)
	dashed, err := strictjson.Decode[struct {
		A int `json:"content-length"`
	}]([]byte(`{"content-length": 3}`), nil)
	require.NoError(t, err)
	require.Equal(t, 3, dashed.A)
}

func TestRead(t *testing.T) {
	got, err := strictjson.Read[int](strings.NewReader("12345"), 5, nil)
	require.NoError(t, err)
	require.Equal(t, 12345, got)
	_, err = strictjson.Read[int](strings.NewReader("12345 "), 5, nil)
	require.ErrorIs(t, err, strictjson.ErrLimit)
	_, err = strictjson.Read[int](iotest.ErrReader(errors.New("broken pipe")), 5, nil)
	require.EqualError(t, err, "broken pipe")
	_, err = strictjson.Read[int](strings.NewReader("1"), 0, nil)
	require.ErrorContains(t, err, "max is 0")
	long := strings.NewReader(strings.Repeat(" ", 1000))
	_, err = strictjson.Read[int](long, 5, nil)
	require.ErrorIs(t, err, strictjson.ErrLimit)
	require.Equal(t, 994, long.Len(), "no more than one byte beyond the limit is taken")
	endless := iotest.TimeoutReader(strings.NewReader(strings.Repeat(" ", 100)))
	_, err = strictjson.Read[int](endless, 5, nil)
	require.Error(t, err)
}

func TestLimitErrorsNameTheField(t *testing.T) {
	for want, l := range map[string]strictjson.Limits{
		"Limits.Bytes is -1": {Bytes: -1}, "Limits.Depth is 1001": {Depth: 1001}, "Limits.Elements": {Elements: -1}, "Limits.String": {String: -1}, "Limits.Digits": {Digits: -1},
	} {
		_, err := strictjson.Decode[int]([]byte("1"), &strictjson.Options{Limits: l})
		require.ErrorContains(t, err, want)
	}
}

// A body cut at any byte is refused, and never a panic.
func TestEveryPrefixIsRefused(t *testing.T) {
	text := `{"id":1,"string":"\ud83d\ude00é","slice":[1,2],"any":{"x":[null,1.5e3,"s",{}]},"bool":true}`
	for i := range len(text) {
		_, err := strictjson.Decode[everything]([]byte(text[:i]), nil)
		require.Error(t, err, text[:i])
	}
}

// What Decode accepts, encoding/json and its second version read as the same value.
func FuzzDecode(f *testing.F) {
	for _, r := range refusals {
		if len(r.text) < 1000 {
			f.Add([]byte(r.text))
		}
	}
	f.Add([]byte(`{"id":1,"float":0.1,"any":{"x":[null,1,"s",{}]},"map":{"a":1e300}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := strictjson.Decode[everything](data, nil)
		if err == nil {
			var v1, v2 everything
			require.NoError(t, json.Unmarshal(data, &v1))
			require.NoError(t, jsonv2.Unmarshal(data, &v2, jsonv2.RejectUnknownMembers(true)))
			require.Equal(t, v2, got)
		} else {
			e, ok := errors.AsType[*strictjson.Error](err)
			require.True(t, ok, "%v", err)
			require.LessOrEqual(t, e.Offset, int64(len(data)))
		}
		value, err := strictjson.Decode[any](data, nil)
		var v2 any
		errV2 := jsonv2.Unmarshal(data, &v2)
		switch {
		case err == nil:
			require.NoError(t, errV2)
			require.Equal(t, v2, value)
		case errV2 == nil:
			// Stricter only where the rules say so.
			for _, kind := range []error{strictjson.ErrDuplicate, strictjson.ErrNumber, strictjson.ErrLimit} {
				if errors.Is(err, kind) {
					return
				}
			}
			t.Fatalf("refused without a reason: %v", err)
		}
	})
}

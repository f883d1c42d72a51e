package validate_test

import (
	"encoding/json"
	"errors"
	"math"
	"net/netip"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/decorators/validate"
)

// htmlEmail is the expression that the HTML standard gives for its production.
var htmlEmail = regexp.MustCompile(`^[a-zA-Z0-9.!#$%&'*+\/=?^_` + "`" + `{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$`)

func FuzzEmail(f *testing.F) {
	label := strings.Repeat("a", 63)
	for _, s := range []string{
		"", "@", "a", "a@", "@b", "a@b", "a@b.", "a@.b", "a@b..c", "a@b-c.d", "a@-b", "a@b-", "a@b-.c", "a.b@c", ".@b", "a..b@c",
		"a@b@c", "a b@c", "a@b c", "ü@b", "a@ü", "a@b\n", "a@" + label, "a@" + label + "a", "a@b." + label + ".c", "!#$%&'*+/=?^_`{|}~-@x",
		"\"a\"@b", "a@[127.0.0.1]", "a@b\x00", "a,b@c",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := validate.Email().Valid(s), htmlEmail.MatchString(s); got != want {
			t.Errorf("%q: %v, the standard says %v", s, got, want)
		}
	})
}

func FuzzAttrJSON(f *testing.F) {
	for _, s := range []string{"0", "120", "121", "-1", "null", "1e2", "1e400", `"7"`, "{}", " 5 ", "5.5"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		age := validate.NewAttr("age", validate.Between(0, 120))
		_ = json.Unmarshal(data, &age)
		if n, err := age.Get(); err == nil && (n < 0 || n > 120) {
			t.Errorf("%q made it %d", data, n)
		}
	})
}

func TestAttr(t *testing.T) {
	age := validate.NewAttr("age", validate.Between(0, 120))
	require.True(t, age.IsZero())
	_, err := age.Get()
	require.ErrorIs(t, err, validate.ErrUnset)
	require.EqualError(t, err, "validate: not set: age")
	for _, good := range []int{0, 1, 120} {
		require.NoError(t, age.Set(good))
		got, err := age.Get()
		require.NoError(t, err)
		require.Equal(t, good, got)
	}
	for _, bad := range []int{-1, 121, math.MaxInt, math.MinInt} {
		err := age.Set(bad)
		require.ErrorIs(t, err, validate.ErrInvalid)
		e, ok := errors.AsType[*validate.Error](err)
		require.True(t, ok)
		require.Equal(t, validate.Error{Field: "age", Type: "int", Rule: "in 0..120"}, *e)
	}
	got, err := age.Get()
	require.NoError(t, err)
	require.Equal(t, 120, got, "a refused value leaves the old one")

	copied := age
	require.NoError(t, copied.Set(1))
	got, _ = age.Get()
	require.Equal(t, 120, got, "a copy is independent")
	require.Error(t, copied.Set(121))

	var zero validate.Attr[string]
	require.EqualError(t, zero.Set(""), "validate: attribute: string is not allowed: no rule")
	require.Error(t, json.Unmarshal([]byte(`"x"`), &zero))
	require.Error(t, zero.UnmarshalText([]byte("x")))
	_, err = zero.Get()
	require.EqualError(t, err, "validate: not set: attribute")
	free := validate.NewAttr[float64]("free")
	require.NoError(t, free.Set(math.NaN()))
	require.Error(t, new(validate.NewAttr("share", validate.Between(0.0, 1.0))).Set(math.NaN()))
}

// From another package there is no field to assign, by hand or by reflection.
func TestAttrHasNoWayRound(t *testing.T) {
	age := validate.NewAttr("age", validate.Between(0, 120))
	v := reflect.ValueOf(&age).Elem()
	for i := range v.NumField() {
		require.False(t, v.Type().Field(i).IsExported())
		require.False(t, v.Field(i).CanSet())
	}
}

// Rules passed as a slice are copied: changing the slice changes nothing.
func TestAttrKeepsItsRules(t *testing.T) {
	rules := []validate.Rule[int]{validate.Between(0, 120)}
	age := validate.NewAttr("age", rules...)
	rules[0] = validate.Between(0, 1000)
	require.Error(t, age.Set(999))
	colors := []string{"red"}
	color := validate.OneOf(colors...)
	colors[0] = "blue"
	require.True(t, color.Valid("red"))
}

func TestAttrEncodings(t *testing.T) {
	type profile struct {
		Age  validate.Attr[int]    `json:"age"`
		Mail validate.Attr[string] `json:"mail"`
	}
	newProfile := func() *profile {
		return &profile{validate.NewAttr("age", validate.Between(0, 120)), validate.NewAttr("mail", validate.Email())}
	}
	p := newProfile()
	require.NoError(t, json.Unmarshal([]byte(`{"age": 36, "mail": "a@b"}`), p))
	data, err := json.Marshal(p)
	require.NoError(t, err)
	require.JSONEq(t, `{"age": 36, "mail": "a@b"}`, string(data))
	for _, bad := range []string{`{"age": 121}`, `{"mail": "@"}`, `{"age": "36"}`, `{"age": 1.5}`} {
		require.Error(t, json.Unmarshal([]byte(bad), p), bad)
	}
	require.ErrorIs(t, json.Unmarshal([]byte(`{"age": 121}`), p), validate.ErrInvalid)
	require.NoError(t, json.Unmarshal([]byte(`{"age": null}`), p))
	age, err := p.Age.Get()
	require.NoError(t, err)
	require.Equal(t, 36, age)
	data, err = json.Marshal(newProfile())
	require.NoError(t, err)
	require.JSONEq(t, `{"age": null, "mail": null}`, string(data))

	text, err := p.Mail.MarshalText()
	require.NoError(t, err)
	require.Equal(t, "a@b", string(text))
	require.ErrorIs(t, p.Mail.UnmarshalText([]byte("nobody")), validate.ErrInvalid)
	_, err = p.Age.MarshalText()
	require.Error(t, err)
	require.Error(t, p.Age.UnmarshalText([]byte("7")))
	addr := validate.NewAttr("addr", validate.Check("private", netip.Addr.IsPrivate))
	require.NoError(t, addr.UnmarshalText([]byte("10.0.0.1")))
	require.ErrorIs(t, addr.UnmarshalText([]byte("8.8.8.8")), validate.ErrInvalid)
	require.Error(t, addr.UnmarshalText([]byte("ten")))
	text, err = addr.MarshalText()
	require.NoError(t, err)
	require.Equal(t, "10.0.0.1", string(text))
	_, err = new(validate.NewAttr[string]("none")).MarshalText()
	require.ErrorIs(t, err, validate.ErrUnset)
}

func TestLengthCountsCharacters(t *testing.T) {
	r := validate.Length(2, 3)
	for s, want := range map[string]bool{
		"": false, "a": false, "ab": true, "abc": true, "abcd": false, "żó": true, "żółw": false,
		"\U0001F600\U0001F600\U0001F600": true, "\xff\xff": true, "\U0001F600": false, strings.Repeat("a", 13): false,
	} {
		require.Equal(t, want, r.Valid(s), "%q", s)
	}
	require.False(t, validate.Rule[int]{}.Valid(0))
	require.Panics(t, func() { validate.Match(nil) })
}

type node struct {
	Name string `validate:"required"`
	Next *node
}

func TestStruct(t *testing.T) {
	type inner struct {
		Zip uint16 `validate:"between=1..999"`
	}
	type all struct {
		F     float64        `validate:"between=-0.5..0.5"`
		I     time.Duration  `validate:"between=0..10"`
		S     []int          `validate:"length=1..2"`
		M     map[string]int `validate:"length=0..0"`
		T     string         `validate:"required, length=2..3"`
		P     *int           `validate:"required"`
		In    inner
		Ptr   *inner
		Must  *inner `validate:"required"`
		Plain int
	}
	good := all{0.5, 10, []int{1}, nil, "ab", new(1), inner{1}, nil, &inner{999}, 0}
	require.NoError(t, validate.Struct(good))
	require.NoError(t, validate.Struct(&good))
	bad := all{math.NaN(), -1, nil, map[string]int{"": 1}, "", nil, inner{0}, &inner{1000}, nil, 0}
	require.EqualError(t, validate.Struct(&bad), strings.Join([]string{
		"validate: F: float64 is not in -0.5..0.5",
		"validate: I: time.Duration is not in 0..10",
		"validate: S: []int is not of length 1..2",
		"validate: M: map[string]int is not of length 0..0",
		"validate: T: string is not set",
		"validate: T: string is not of length 2..3",
		"validate: P: *int is not set",
		"validate: In.Zip: uint16 is not in 1..999",
		"validate: Ptr.Zip: uint16 is not in 1..999",
		"validate: Must: *validate_test.inner is not set",
	}, "\n"))
	require.ErrorIs(t, validate.Struct(&bad), validate.ErrInvalid)

	list := &node{"a", &node{"b", &node{"", nil}}}
	require.EqualError(t, validate.Struct(list), "validate: Next.Next.Name: string is not set")
	ring := &node{Name: "a"}
	ring.Next = ring
	require.ErrorContains(t, validate.Struct(ring), "more than 1000 structs deep")

	for _, v := range []any{nil, 1, "x", []int{}, (*all)(nil), new(1)} {
		require.Error(t, validate.Struct(v))
	}
	var group sync.WaitGroup
	type fresh struct {
		A int `validate:"between=1..2"`
	}
	for range 20 {
		group.Go(func() {
			if validate.Struct(&fresh{1}) != nil || validate.Struct(&fresh{3}) == nil {
				t.Error("wrong from several goroutines")
			}
		})
	}
	group.Wait()
}

// The whiteboard's checker and Struct agree.
func TestTagsByHandAndPackage(t *testing.T) {
	type user struct {
		Age   int `check:"age" validate:"between=0..120"`
		Name  string
		Email string `check:"email" validate:"email"`
	}
	checker := tagChecker{plans: map[reflect.Type]tagPlan{}}
	fields := regexp.MustCompile(`(?m)^(?:validate: )?(\w+):`)
	for _, u := range []user{{36, "Ada", "ada@example.org"}, {121, "", "@"}, {-1, "", "a@b"}, {0, "", ""}, {120, "", "@b"}} {
		byHand, ours := checker.check(u), validate.Struct(u)
		require.Equal(t, byHand == nil, ours == nil)
		if ours != nil {
			require.Equal(t, len(fields.FindAllString(byHand.Error(), -1)), len(fields.FindAllString(ours.Error(), -1)))
		}
	}
	require.Equal(t, 1, checker.built)
}

// Short texts of the letters that matter, beside what the fuzzer finds.
func TestEmailAgreesWithTheStandard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[a.!-]{0,3}@?[a0.@_-]{0,8}(a{60,64})?[.-]?[a-]{0,2}`).Draw(t, "address")
		if got, want := validate.Email().Valid(s), htmlEmail.MatchString(s); got != want {
			t.Fatalf("%q: %v, the standard says %v", s, got, want)
		}
	})
}

func TestStructBadTags(t *testing.T) {
	for want, v := range map[string]any{
		`unknown rule "agee"`: struct {
			A int `validate:"agee"`
		}{},
		"the field is not exported": struct {
			a int `validate:"required"`
		}{},
		`"1..x"`: struct {
			A string `validate:"length=1..x"`
		}{},
		`"9" is not LOW..HIGH`: struct {
			A int `validate:"between=9"`
		}{},
		`"9..1" holds nothing`: struct {
			A int `validate:"between=9..1"`
		}{},
		"value out of range": struct {
			A int8 `validate:"between=0..200"`
		}{},
		"between is for numbers": struct {
			A string `validate:"between=0..1"`
		}{},
		"the rule is for strings, the field is a int": struct {
			A int `validate:"email"`
		}{},
		`Inner.B: unknown rule "x"`: struct {
			A Inner
		}{},
	} {
		err := validate.Struct(v)
		require.ErrorIs(t, err, validate.ErrTag)
		require.ErrorContains(t, err, strings.Trim(want, `"`))
	}
}

// Inner has a tag that cannot be read.
type Inner struct {
	B int `validate:"x"`
}

func TestValidAllocatesNothing(t *testing.T) {
	age, mail := validate.NewAttr("age", validate.Between(0, 120)), validate.NewAttr("mail", validate.Email())
	require.Zero(t, testing.AllocsPerRun(100, func() {
		_ = age.Set(36)
		_ = mail.Set("ada@example.org")
	}))
	type user struct {
		Age   int    `validate:"between=0..120"`
		Email string `validate:"email"`
	}
	u := &user{36, "ada@example.org"}
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = validate.Struct(u) }))
}

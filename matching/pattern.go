package matching

import (
	"cmp"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// A Pattern says what a value must look like, and which parts of it to keep. It is
// immutable and safe for concurrent use; the zero Pattern is [Any]. A pattern that
// makes no sense, such as Lit of a struct, is reported by [Compile].
type Pattern struct{ n *node }

// op is the kind of a node.
type op uint8

const (
	opAny op = iota
	opNull
	opBool
	opNumber // a number equal to num
	opString // a string equal to text
	opIsNumber
	opInt
	opRange
	opPrefix
	opSuffix
	opRegexp
	opType
	opOneOf
	opAll
	opNot
	opMap
	opSeq
	opStar
	opEach
	opRecord
	opCapture
	opGuard
	opBad
	opKeys  // of rows: a map with no keys but these
	opItems // of rows: the items of a star that suit its variable
)

// node is one pattern. It never changes after its constructor.
type node struct {
	op     op
	truth  bool                 // opBool
	num    number               // opNumber
	span   span                 // opRange
	text   string               // opString, opPrefix, opSuffix; for the rest what String shows
	regexp *regexp.Regexp       // opRegexp
	typ    reflect.Type         // opType
	holds  func(v any) bool     // opType
	kids   []*node              // opOneOf, opAll, opNot, opSeq, opEach, opRecord, opCapture
	keys   []entry              // opMap
	exact  bool                 // opMap: no other keys
	v      *variable            // opCapture, opStar; opMap for Rest
	slice  func(slot) any       // opStar: the elements as the variable's type
	guard  func(x, y slot) bool // opGuard
	reads  []*variable          // opGuard: one or two
	lo, hi int                  // opItems: how many items stand before and after the star
	err    error                // opBad
}

type entry struct {
	key      string
	optional bool
	n        *node
}

// span is a range of numbers; a nil end is open.
type span struct {
	lo, hi *number
	under  bool // hi itself is outside
}

func (s span) has(n number) bool {
	if s.lo != nil && n.compare(*s.lo) < 0 {
		return false
	}
	if s.hi == nil {
		return true
	}
	c := n.compare(*s.hi)
	return c < 0 || c == 0 && !s.under
}

var anyNode = new(node)

func (p Pattern) node() *node { return cmp.Or(p.n, anyNode) }

func nodes(ps []Pattern) []*node {
	out := make([]*node, len(ps))
	for i, p := range ps {
		out[i] = p.node()
	}
	return out
}

func bad(format string, args ...any) Pattern {
	err := fmt.Errorf(format, args...)
	return Pattern{&node{op: opBad, text: "a bad pattern", err: err}}
}

// The patterns that need no argument.
var (
	// Any takes every value, null too. A missing key has no value.
	Any = Pattern{}
	// Null takes nil in an interface, as JSON null is decoded. A nil pointer, map or slice is not null.
	Null = Pattern{&node{op: opNull}}
	// Number takes every number, NaN too.
	Number = Pattern{&node{op: opIsNumber}}
	// Int takes every number without a fraction, whatever type holds it: 404.0 too.
	Int = Pattern{&node{op: opInt}}
)

// Lit takes one value: a string, a bool, nil, or a number of any type. Numbers are
// compared by value, without loss and across types: Lit(404) takes float64(404),
// uint8 and json.Number("404"). true is not 1, "404" is not 404, and NaN is nothing.
func Lit(v any) Pattern {
	switch classOf(v) {
	case classNull:
		return Null
	case classBool:
		return Pattern{&node{op: opBool, truth: boolOf(v)}}
	case classString:
		return Pattern{&node{op: opString, text: stringOf(v)}}
	case classNumber:
		n, ok := numberOf(v)
		if !ok {
			return bad("Lit(NaN) takes no value")
		}
		return Pattern{&node{op: opNumber, num: n}}
	}
	return bad("Lit(%T): want a string, a bool, nil or a number", v)
}

// Real is the constraint of the numbers that bound a range.
type Real interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 |
		~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~float32 | ~float64
}

// Between takes the numbers from lo to hi, both included.
func Between[N Real](lo, hi N) Pattern {
	l, okl := numberOf(lo)
	h, okh := numberOf(hi)
	if !okl || !okh || l.compare(h) > 0 {
		return bad("Between(%v, %v) takes no value", lo, hi)
	}
	return Pattern{&node{op: opRange, span: span{lo: &l, hi: &h}}}
}

// AtLeast takes the numbers from n up.
func AtLeast[N Real](n N) Pattern {
	l, ok := numberOf(n)
	if !ok {
		return bad("AtLeast(NaN) takes no value")
	}
	return Pattern{&node{op: opRange, span: span{lo: &l}}}
}

// Less takes the numbers below n.
func Less[N Real](n N) Pattern {
	h, ok := numberOf(n)
	if !ok {
		return bad("Less(NaN) takes no value")
	}
	return Pattern{&node{op: opRange, span: span{hi: &h, under: true}}}
}

// Prefix takes the strings that begin with s.
func Prefix(s string) Pattern { return Pattern{&node{op: opPrefix, text: s}} }

// Suffix takes the strings that end in s.
func Suffix(s string) Pattern { return Pattern{&node{op: opSuffix, text: s}} }

// Regexp takes the strings in which re finds a match; anchor it with ^ and $ to
// match the whole.
func Regexp(re *regexp.Regexp) Pattern {
	if re == nil {
		return bad("Regexp(nil)")
	}
	return Pattern{&node{op: opRegexp, regexp: re}}
}

// Type takes the values whose dynamic type is T or, when T is an interface, has its
// methods: the type assertion v.(T). It converts nothing.
func Type[T any]() Pattern {
	holds := func(v any) bool { _, ok := v.(T); return ok }
	return Pattern{&node{op: opType, typ: reflect.TypeFor[T](), holds: holds}}
}

// OneOf takes what any of the patterns takes; the first that does wins. All of them
// must bind the same variables.
func OneOf(ps ...Pattern) Pattern {
	if len(ps) == 0 {
		return bad("OneOf() takes no value")
	}
	return Pattern{&node{op: opOneOf, kids: nodes(ps)}}
}

// All takes what each of the patterns takes. All() is [Any].
func All(ps ...Pattern) Pattern { return Pattern{&node{op: opAll, kids: nodes(ps)}} }

// Not takes what p does not take. p must bind no variable.
func Not(p Pattern) Pattern { return Pattern{&node{op: opNot, kids: []*node{p.node()}}} }

// String returns the pattern in the words that [Set.Explain] and the errors of
// [Compile] use. They are for people and may change.
func (p Pattern) String() string { return p.node().String() }

func (n *node) String() string {
	switch n.op {
	case opAny:
		return "anything"
	case opNull:
		return "null"
	case opBool:
		return strconv.FormatBool(n.truth)
	case opNumber:
		return n.num.String()
	case opString:
		return strconv.Quote(n.text)
	case opIsNumber:
		return "a number"
	case opInt:
		return "an integer"
	case opRange:
		return n.span.String()
	case opPrefix:
		return "a string that begins with " + strconv.Quote(n.text)
	case opSuffix:
		return "a string that ends in " + strconv.Quote(n.text)
	case opRegexp:
		return "a string that matches " + strconv.Quote(n.regexp.String())
	case opType:
		return "a " + n.typ.String()
	case opOneOf:
		return join(n.kids, " or ")
	case opAll:
		return join(n.kids, " and ")
	case opNot:
		return "not " + n.kids[0].String()
	case opMap:
		return "a map"
	case opSeq:
		return "a sequence"
	case opEach:
		return "a sequence of " + n.kids[0].String()
	case opRecord:
		return "a map from " + n.kids[0].String() + " to " + n.kids[1].String()
	case opCapture:
		return n.kids[0].String() + " as " + n.v.String()
	}
	return n.text
}

func join(kids []*node, sep string) string {
	words := make([]string, len(kids))
	for i, kid := range kids {
		words[i] = kid.String()
	}
	return strings.Join(words, sep)
}

func (s span) String() string {
	switch {
	case s.lo == nil:
		return "a number below " + s.hi.String()
	case s.hi == nil:
		return "a number of at least " + s.lo.String()
	}
	return "a number from " + s.lo.String() + " to " + s.hi.String()
}

package matching

import "strconv"

// An Entry is one line of a [Map]: made by [Key], [Opt] or [Rest], or [Exact].
type Entry struct {
	entry
	rest  *variable
	exact bool
}

// Key wants the key to be there and its value to match p. A key that is missing is
// not null: Key("k", Null) wants the key, with null.
func Key(key string, p Pattern) Entry { return Entry{entry: entry{key: key, n: p.node()}} }

// Opt wants the key to be missing, or its value to match p. What p binds is bound only
// when the key is there: read it with [Var.Lookup].
func Opt(key string, p Pattern) Entry {
	return Entry{entry: entry{key: key, optional: true, n: p.node()}}
}

// Rest keeps the entries that no Key and no Opt of the map names. [Var.Get] makes a new map of
// them each time it is called.
func Rest(v Var[map[string]any]) Entry { return Entry{rest: v.variable()} }

// Exact lets a map have no keys but those that it names.
var Exact = Entry{exact: true}

// Map takes maps whose keys are strings, of whatever map type, that have all the
// entries; other keys are ignored unless Exact is among them. Map() takes every such map.
func Map(es ...Entry) Pattern {
	n := &node{op: opMap}
	for _, e := range es {
		switch {
		case e.exact:
			n.exact = true
		case e.rest != nil && n.v != nil:
			return bad("Map: two Rest entries: %s and %s", n.v, e.rest)
		case e.rest != nil:
			n.v = e.rest
		case e.n == nil:
			return bad("Map: a zero Entry")
		default:
			n.keys = append(n.keys, e.entry)
		}
	}
	seen := make(map[string]int)
	for i, e := range n.keys {
		if first, dup := seen[e.key]; dup {
			return bad("Map: duplicate key %q: entries %d and %d", e.key, first, i)
		}
		seen[e.key] = i
	}
	return Pattern{n}
}

// Record takes maps of which every key matches key and every value matches value; the
// empty map too. It binds no variable. Its cost grows with the map.
func Record(key, value Pattern) Pattern {
	return Pattern{&node{op: opRecord, kids: []*node{key.node(), value.node()}}}
}

// Seq takes slices, of whatever element type, that have just these items in this
// order. One of them may be [Skip] or made by [Star]. A string is no sequence.
func Seq(items ...Pattern) Pattern {
	n := &node{op: opSeq, kids: nodes(items)}
	star := -1
	for i, kid := range n.kids {
		if kid.op != opStar {
			continue
		}
		if star >= 0 {
			return bad("Seq: two stars: items %d and %d", star, i)
		}
		star = i
	}
	return Pattern{n}
}

// star returns the place of the star among the items, or -1.
func (n *node) star() int {
	for i, kid := range n.kids {
		if kid.op == opStar {
			return i
		}
	}
	return -1
}

// Skip stands in a [Seq] for any number of items, none too, and keeps none.
var Skip = Pattern{&node{op: opStar, text: "any items"}}

// Star stands in a [Seq] for any number of items, none too, that can be kept as T, and keeps
// them. What it keeps is a part of the value's own slice where the types agree, with no room to append
// into the rest; else a copy.
func Star[T any](v Var[[]T]) Pattern {
	n := &node{op: opStar, text: "items", v: v.variable(), slice: func(s slot) any { return convertItems[T](s) }}
	if !isAny[T]() {
		each := NewVar[T]("").As(Any)
		n.kids = []*node{each.n}
	}
	return Pattern{n}
}

// Each takes slices of which every item matches p; the empty slice too. It binds no
// variable. Its cost grows with the slice.
func Each(p Pattern) Pattern { return Pattern{&node{op: opEach, kids: []*node{p.node()}}} }

// keyPath is how a path shows a key.
func keyPath(path, key string) string {
	for i, r := range key {
		if r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (i == 0 || r < '0' || r > '9') {
			return path + "[" + strconv.Quote(key) + "]"
		}
	}
	if key == "" {
		return path + `[""]`
	}
	return path + "." + key
}

package relation

import (
	"strconv"
	"strings"
)

// isName reports whether s is an identifier of SQL, with others and dots before it.
func isName(s string) bool {
	for {
		rest, ok := cutIdentifier(s)
		if !ok || rest == "" {
			return ok
		}
		if s, ok = strings.CutPrefix(rest, "."); !ok {
			return false
		}
	}
}

// cutIdentifier returns what follows the identifier at the beginning of s.
func cutIdentifier(s string) (rest string, ok bool) {
	if quoted, is := strings.CutPrefix(s, `"`); is {
		inside, rest, closed := strings.Cut(quoted, `"`)
		return rest, closed && inside != "" && !strings.ContainsRune(inside, 0)
	}
	n := 0
	for n < len(s) && (s[n] == '_' || 'a' <= s[n]|0x20 && s[n]|0x20 <= 'z' || n > 0 && '0' <= s[n] && s[n] <= '9') {
		n++
	}
	return s[n:], n > 0
}

// ordering returns the terms of an ORDER BY list, each with the table's alias before it, or
// false: a term is a column, then ASC or DESC, then NULLS FIRST or LAST.
func ordering(list string) (string, bool) {
	terms := strings.Split(list, ",")
	for i, term := range terms {
		words := strings.Fields(term)
		if len(words) == 0 || !isName(words[0]) {
			return "", false
		}
		switch strings.ToUpper(strings.Join(words[1:], " ")) {
		case "", "ASC", "DESC", "NULLS FIRST", "NULLS LAST",
			"ASC NULLS FIRST", "ASC NULLS LAST", "DESC NULLS FIRST", "DESC NULLS LAST":
		default:
			return "", false
		}
		terms[i] = "t." + strings.Join(words, " ")
	}
	return strings.Join(terms, ", "), true
}

// match returns the column that is compared with the parents' keys.
func (s Source[C]) match() string {
	if s.join != nil {
		return "j." + s.join.parent
	}
	return "t." + s.key
}

// query returns the SELECT for the rows whose key satisfies the condition. In a
// many-to-many relation the parent's key is the first column.
func (s Source[C]) query(condition string, limit int, order string) string {
	inner, outer := make([]string, 0, len(s.columns)+2), make([]string, 0, len(s.columns)+1)
	from := s.table + " AS t"
	if s.join != nil {
		from = s.join.table + " AS j JOIN " + from + " ON t." + s.primary + " = j." + s.join.child
		inner, outer = append(inner, s.match()+" AS parent_of_row"), append(outer, "parent_of_row")
	}
	for _, c := range s.columns {
		inner, outer = append(inner, "t."+c), append(outer, c)
	}
	if limit > 0 {
		inner = append(inner, "row_number() OVER (PARTITION BY "+s.match()+" ORDER BY "+order+") AS rank_of_row")
	}
	query := "SELECT " + strings.Join(inner, ", ") + " FROM " + from + " WHERE " + condition
	switch {
	case limit > 0:
		return "SELECT " + strings.Join(outer, ", ") + " FROM (" + query +
			") AS ranked WHERE rank_of_row <= " + strconv.Itoa(limit) + " ORDER BY rank_of_row"
	case order != "":
		return query + " ORDER BY " + order
	default:
		return query
	}
}

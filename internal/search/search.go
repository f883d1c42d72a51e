// Package search finds questions by words. A word of the query matches a word
// of a question that is equal to it, begins with it, or differs by one typing
// error; every word of the query must match. What matches in a title or a tag
// counts for more than what matches in an answer, and that for more than code.
package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goconcepts/cookbook/internal/question"
)

// Index is a searchable set of questions. Several goroutines may use it.
type Index struct {
	questions []question.Question
	parts     []part
	numbers   map[string]int // of the words
	words     []word
}

// word is a word with the parts that it stands in.
type word struct {
	text   string
	places []place // one for each part, in order
}

// part is a text of a question.
type part struct {
	question int
	name     string // title, tags, answer, code ...
	text     string
	weight   int
}

// place says where a word stands first in a part.
type place struct{ part, from, to int }

// Hit is a question that was found.
type Hit struct {
	Question *question.Question
	Part     string // which text the context is from: title, answer, code ...
	Context  string // a line of that text, cut to what stands around the match
	From, To int    // the match in Context
	score    int
}

// How well a word matches.
const (
	equal  = 4
	prefix = 3
	typo   = 1
)

// New indexes questions. It takes some ten milliseconds for 150 of them, and
// keeps the slice.
func New(questions []question.Question) *Index {
	x := &Index{questions: questions, numbers: map[string]int{}}
	for i := range questions {
		q := &questions[i]
		x.add(i, "id", q.ID, 8)
		x.add(i, "question", q.Title, 8)
		x.add(i, "tags", strings.Join(q.Tags, ", "), 6)
		x.add(i, "answer", q.Answer, 3)
		for _, f := range q.FollowUps {
			x.add(i, "follow-up", f.Question+" "+f.Answer, 2)
		}
		for _, text := range q.Pitfalls {
			x.add(i, "pitfall", text, 2)
		}
		for _, text := range q.TradeOffs {
			x.add(i, "trade-off", text, 2)
		}
		x.add(i, "from Python", q.FromPython, 2)
		x.add(i, "code", q.Code, 1)
	}
	return x
}

// add indexes a text.
func (x *Index) add(q int, name, text string, weight int) {
	p := len(x.parts)
	x.parts = append(x.parts, part{q, name, text, weight})
	eachWord(text, func(text string, from, to int) {
		n, ok := x.numbers[text]
		if !ok {
			n = len(x.words)
			x.numbers[text] = n
			x.words = append(x.words, word{text: text})
		}
		places := x.words[n].places
		if len(places) == 0 || places[len(places)-1].part != p {
			x.words[n].places = append(places, place{p, from, to})
		}
	})
}

// Find returns the questions that all words of the query match, the best first,
// n at the most. A query without a word finds nothing. It takes time in
// proportion to the number of different words: well under five milliseconds for
// 150 questions.
func (x *Index) Find(query string, n int) []Hit {
	var hits map[int]Hit
	for _, word := range Words(query) {
		found := x.findWord(word)
		if hits == nil {
			hits = found
			continue
		}
		for q, hit := range hits {
			other, ok := found[q]
			if !ok {
				delete(hits, q)
				continue
			}
			if other.score > hit.score {
				hit, other = other, hit
			}
			hit.score += other.score
			hits[q] = hit
		}
	}
	sorted := make([]int, 0, len(hits))
	for q := range hits {
		sorted = append(sorted, q)
	}
	slices.SortFunc(sorted, func(a, b int) int {
		return cmp.Or(cmp.Compare(hits[b].score, hits[a].score), cmp.Compare(a, b))
	})
	out := make([]Hit, 0, min(n, len(sorted)))
	for _, q := range sorted[:min(n, len(sorted))] {
		out = append(out, hits[q])
	}
	return out
}

// findWord returns the best hit of each question that a word matches.
func (x *Index) findWord(text string) map[int]Hit {
	best := map[int]place{}
	scores := map[int]int{}
	note := func(known *word, quality int) {
		for _, at := range known.places {
			p := x.parts[at.part]
			if score := quality * p.weight; score > scores[p.question] {
				scores[p.question], best[p.question] = score, at
			}
		}
	}
	for i := range x.words {
		known := &x.words[i]
		switch {
		case known.text == text:
			note(known, equal)
		case len(text) > 1 && strings.HasPrefix(known.text, text):
			note(known, prefix)
		case len(text) > 3 && oneTypo(known.text, text):
			note(known, typo)
		}
	}
	hits := make(map[int]Hit, len(best))
	for q, at := range best {
		p := x.parts[at.part]
		h := Hit{Question: &x.questions[q], Part: p.name, score: scores[q]}
		h.Context, h.From, h.To = around(p.text, at.from, at.to)
		hits[q] = h
	}
	return hits
}

// contextWidth is how many letters a context has on each side of the match.
const contextWidth = 50

// around returns the line of text that holds text[from:to], cut at spaces to
// what stands near it, and where the match is in it.
func around(text string, from, to int) (line string, lineFrom, lineTo int) {
	begin := strings.LastIndexByte(text[:from], '\n') + 1
	end := len(text)
	if i := strings.IndexByte(text[to:], '\n'); i >= 0 {
		end = to + i
	}
	before, after := "", ""
	if from-begin > contextWidth {
		if i := strings.IndexByte(text[from-contextWidth:from], ' '); i >= 0 {
			begin, before = from-contextWidth+i+1, "... "
		}
	}
	if end-to > contextWidth {
		if i := strings.LastIndexByte(text[to:to+contextWidth], ' '); i >= 0 {
			end, after = to+i, " ..."
		}
	}
	for begin < from && (text[begin] == '\t' || text[begin] == ' ') {
		begin++
	}
	line = before + text[begin:from]
	lineFrom = len(line)
	return line + text[from:end] + after, lineFrom, lineFrom + to - from
}

// Words returns the words of a text in the form in which they are compared.
func Words(text string) []string {
	var words []string
	whole := 0 // a camel-case word also comes in its parts, which a query leaves out
	eachWord(text, func(word string, from, to int) {
		if from >= whole {
			words = append(words, word)
			whole = to
		}
	})
	return words
}

// eachWord calls f with each word of text, in lower case, and its place: runs
// of letters and digits, and, after it, the parts of a camel-case one.
func eachWord(text string, f func(word string, from, to int)) {
	from := -1
	end := func(to int) {
		if from >= 0 {
			f(strings.ToLower(text[from:to]), from, to)
			eachPart(text, from, to, f)
			from = -1
		}
	}
	for i, r := range text {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end(i)
		case from < 0:
			from = i
		}
	}
	end(len(text))
}

// eachPart calls f with the parts of a camel-case word: AddCleanup has two.
func eachPart(text string, from, to int, f func(word string, from, to int)) {
	start := from
	lower := false
	for i, r := range text[from:to] {
		if lower && unicode.IsUpper(r) {
			f(strings.ToLower(text[start:from+i]), start, from+i)
			start = from + i
		}
		lower = unicode.IsLower(r)
	}
	if start > from {
		f(strings.ToLower(text[start:to]), start, to)
	}
}

// oneTypo reports whether two different words differ by one letter that is left
// out, added or changed, or by two neighbours that are swapped.
func oneTypo(a, b string) bool {
	if d := len(a) - len(b); d < -utf8.UTFMax || d > utf8.UTFMax {
		return false
	}
	return oneEdit([]rune(a), []rune(b))
}

func oneEdit(a, b []rune) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	j := 0 // letters at the end that are equal
	for j < len(b)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	switch len(a) - len(b) {
	case 0:
		differ := len(b) - i - j
		return differ == 1 || differ == 2 && a[i] == b[i+1] && a[i+1] == b[i]
	case 1:
		return i+j == len(b)
	default:
		return false
	}
}

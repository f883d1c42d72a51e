package question

import (
	"fmt"
	"go/doc/comment"
	"regexp"
	"strings"
)

// The labels of an answer's paragraphs, in the order in which they must stand.
const (
	labelFollowUps  = "Follow-ups:"
	labelPitfalls   = "Pitfalls:"
	labelTradeOffs  = "Trade-offs:"
	labelFromPython = "From Python:"
	labelLevel      = "Level:"
)

var labels = []string{labelFollowUps, labelPitfalls, labelTradeOffs, labelFromPython, labelLevel}

// parseComment fills the parts of q from the text of its doc comment.
func (q *Question) parseComment(text string) error {
	var p comment.Parser
	blocks := p.Parse(text).Content
	if len(blocks) == 0 {
		return fmt.Errorf("%s: no doc comment", q.ID)
	}
	section, last := "", -1
	for i, b := range blocks {
		switch b := b.(type) {
		case *comment.Paragraph:
			s := flat(b.Text)
			if i == 0 {
				q.Title = s
				continue
			}
			if label, rest := cutLabel(s); label != "" {
				at := indexOf(labels, label)
				if at <= last {
					return fmt.Errorf("%s: %q stands twice or out of order", q.ID, label)
				}
				section, last, s = label, at, rest
			}
			if err := q.addText(section, s); err != nil {
				return err
			}
		case *comment.List:
			for _, item := range b.Items {
				if err := q.addItem(section, flatItem(item)); err != nil {
					return err
				}
			}
		default:
			return fmt.Errorf("%s: only paragraphs and lists may stand in an answer: headings, code blocks and link definitions may not", q.ID)
		}
	}
	if last != len(labels)-1 {
		return fmt.Errorf("%s: the last paragraph must begin with %q", q.ID, labelLevel)
	}
	return nil
}

// addText adds a paragraph's text to the section.
func (q *Question) addText(section, s string) error {
	if s == "" {
		return nil
	}
	switch section {
	case "":
		q.Answer = join(q.Answer, s)
	case labelFromPython:
		q.FromPython = join(q.FromPython, s)
	case labelTradeOffs:
		q.TradeOffs = append(q.TradeOffs, s)
	case labelLevel:
		return q.parseFacts(labelLevel + " " + s)
	default:
		return fmt.Errorf("%s: %s takes a list, not a paragraph (%.40s)", q.ID, section, s)
	}
	return nil
}

// addItem adds an item of a list to the section.
func (q *Question) addItem(section, s string) error {
	switch section {
	case labelFollowUps:
		question, answer, ok := strings.Cut(s, "? ")
		if !ok {
			return fmt.Errorf("%s: a follow-up is QUESTION? ANSWER. (%.40s)", q.ID, s)
		}
		q.FollowUps = append(q.FollowUps, FollowUp{question + "?", answer})
	case labelPitfalls:
		q.Pitfalls = append(q.Pitfalls, s)
	case labelTradeOffs:
		q.TradeOffs = append(q.TradeOffs, s)
	default:
		return fmt.Errorf("%s: a list may only stand under %s, %s or %s", q.ID, labelFollowUps, labelPitfalls, labelTradeOffs)
	}
	return nil
}

var factKey = regexp.MustCompile(`(?:^|\. )([A-Z][a-z]+): `)

// parseFacts reads the last paragraph, such as "Level: mid. Tags: gc.", into q.
func (q *Question) parseFacts(s string) error {
	s = strings.TrimSuffix(s, ".")
	keys := factKey.FindAllStringSubmatchIndex(s, -1)
	seen := map[string]bool{}
	for i, k := range keys {
		end := len(s)
		if i+1 < len(keys) {
			end = keys[i+1][0]
		}
		key, value := s[k[2]:k[3]], strings.TrimSpace(s[k[1]:end])
		if seen[key] {
			return fmt.Errorf("%s: %s: stands twice", q.ID, key)
		}
		seen[key] = true
		switch key {
		case "Level":
			q.Level = value
		case "Tags":
			q.Tags = splitList(value)
		case "Since":
			q.Since = value
		case "Needs":
			q.Needs = splitList(value)
		case "See":
			q.See = splitList(value)
		default:
			return fmt.Errorf("%s: unknown key %q in the last paragraph", q.ID, key)
		}
	}
	return nil
}

// cutLabel splits a known label off the beginning of a paragraph.
func cutLabel(s string) (label, rest string) {
	for _, l := range labels {
		if rest, ok := strings.CutPrefix(s, l); ok {
			return l, strings.TrimSpace(rest)
		}
	}
	return "", s
}

func splitList(s string) []string {
	var out []string
	for item := range strings.SplitSeq(s, ",") {
		item = strings.Trim(strings.TrimSpace(item), "[]")
		if item != "" {
			out = append(out, item)
		}
	}
	return out
}

func flatItem(item *comment.ListItem) string {
	s := ""
	for _, b := range item.Content {
		if p, ok := b.(*comment.Paragraph); ok {
			s = join(s, flat(p.Text))
		}
	}
	return s
}

// flat returns the text as one line, links as their words.
func flat(text []comment.Text) string {
	var b strings.Builder
	var write func([]comment.Text)
	write = func(text []comment.Text) {
		for _, t := range text {
			switch t := t.(type) {
			case comment.Plain:
				b.WriteString(string(t))
			case comment.Italic:
				b.WriteString(string(t))
			case *comment.Link:
				write(t.Text)
			case *comment.DocLink:
				write(t.Text)
			}
		}
	}
	write(text)
	return strings.Join(strings.Fields(b.String()), " ")
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "\n\n" + b
}

func indexOf(list []string, s string) int {
	for i, x := range list {
		if x == s {
			return i
		}
	}
	return -1
}

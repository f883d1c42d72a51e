package main

import (
	"go/scanner"
	"go/token"
)

// class is what a piece of code is, for its colour.
type class int

const (
	plain class = iota
	keyword
	literal // a string, rune or number
	remark  // a comment
)

// names of the classes in the site's style sheet.
var classNames = map[class]string{keyword: "keyword", literal: "literal", remark: "remark"}

// Class returns the span's class as the style sheet names it, or "".
func (s span) Class() string { return classNames[s.class] }

// Text returns the code.
func (s span) Text() string { return s.text }

// span is a piece of code of one class.
type span struct {
	class class
	text  string
}

// highlight cuts Go code into spans that together are the code.
func highlight(code string) []span {
	src := []byte(code)
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(src))
	var s scanner.Scanner
	s.Init(file, src, nil, scanner.ScanComments)
	var spans []span
	done := 0
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		c := plain
		switch {
		case tok == token.COMMENT:
			c = remark
		case tok.IsKeyword():
			c = keyword
		case tok.IsLiteral() && tok != token.IDENT:
			c = literal
		}
		if c == plain {
			continue
		}
		at := file.Offset(pos)
		if at > done {
			spans = append(spans, span{plain, code[done:at]})
		}
		done = min(at+len(lit), len(code))
		spans = append(spans, span{c, code[at:done]})
	}
	if done < len(code) {
		spans = append(spans, span{plain, code[done:]})
	}
	return spans
}

// Package embedded has a case that is an interface and takes several variants.
package embedded

type Expr interface{ isExpr() }

type Literal interface {
	Expr
	isLiteral()
}

type (
	Number int
	Text   string
	Sum    struct{ left, right Expr }
	Neg    struct{ of Expr }
)

func (Number) isExpr()    {}
func (Text) isExpr()      {}
func (Sum) isExpr()       {}
func (Neg) isExpr()       {}
func (Number) isLiteral() {}
func (Text) isLiteral()   {}

func wrong(e Expr) {
	switch e.(type) { // want "type switch on Expr misses Neg"
	case Literal:
	case Sum:
	}
}

func complete(e Expr) {
	switch e.(type) {
	case Literal, Sum, Neg:
	}
}

func narrow(l Literal) {
	switch l.(type) { // want "type switch on Literal misses Text"
	case Number:
	}
}

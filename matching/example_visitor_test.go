package matching_test

import "fmt"

// expr is what a visitor visits. Accept is the only way in.
type expr interface{ accept(v exprVisitor) }

// exprVisitor has one method for each variant. A new variant needs a method here for
// its accept to compile, and then every visitor must have it too.
type exprVisitor interface {
	visitNum(numExpr)
	visitSum(sumExpr)
	visitNeg(negExpr)
}

type (
	numExpr int
	sumExpr struct{ left, right expr }
	negExpr struct{ of expr }
)

func (e numExpr) accept(v exprVisitor) { v.visitNum(e) }
func (e sumExpr) accept(v exprVisitor) { v.visitSum(e) }
func (e negExpr) accept(v exprVisitor) { v.visitNeg(e) }

// The evaluator: one visitor.
type evalVisitor struct{ result int }

func (v *evalVisitor) visitNum(e numExpr) { v.result = int(e) }
func (v *evalVisitor) visitSum(e sumExpr) { v.result = eval(e.left) + eval(e.right) }
func (v *evalVisitor) visitNeg(e negExpr) { v.result = -eval(e.of) }

func eval(e expr) int {
	var v evalVisitor
	e.accept(&v)
	return v.result
}

// The printer: another visitor over the same variants.
type textVisitor struct{ text string }

func (v *textVisitor) visitNum(e numExpr) { v.text = fmt.Sprint(int(e)) }
func (v *textVisitor) visitSum(e sumExpr) { v.text = "(" + text(e.left) + " + " + text(e.right) + ")" }
func (v *textVisitor) visitNeg(e negExpr) { v.text = "-" + text(e.of) }

func text(e expr) string {
	var v textVisitor
	e.accept(&v)
	return v.text
}

// How do you make the compiler force every case?
//
// With a visitor: an interface with one method for each variant, and an accept method
// on each variant that calls its own. A new variant cannot write accept until the
// visitor interface has a method for it, and then no visitor compiles until it has
// that method. A type switch gives no such promise.
//
// Follow-ups:
//   - What does it cost? Two dynamic calls for each node instead of one type switch, and a type for each operation.
//   - How do you return a value? In a field of the visitor, as here, or with a generic fold function; a method cannot have type parameters of its own.
//   - Can a visitor have a default? Embed a struct with empty methods; but then new variants compile silently again.
//
// Pitfalls:
//   - A nil variant panics in accept: the dynamic call has nothing to dispatch on.
//   - Adding a method to a published visitor interface breaks every implementer. That is its purpose; make it unexported or do it before v1.
//
// Trade-offs:
//   - A visitor makes new operations easy and new variants a compile error everywhere; methods on the variants do the opposite.
//   - A type switch with the analyzer of matching/exhaustive is shorter, and go vet instead of the compiler finds the gap.
//
// From Python: A visitor there finds `visit_BinOp` by name when it runs (ast.NodeVisitor), so a
// missing method falls to generic_visit in silence.
//
// Level: mid. Tags: types, interfaces, design. See: matching/sumtypes, patterns/shortener/strategy.
func Example_visitor() {
	e := sumExpr{numExpr(2), negExpr{sumExpr{numExpr(3), numExpr(4)}}}
	fmt.Println(text(e), "=", eval(e))
	// Output: (2 + -(3 + 4)) = -5
}

// want: compile "missing method visitNeg"
// A new variant, neg, has its accept method and its line in the visitor interface.
// The evaluator was written before: it does not compile until it handles neg.
package main

import "fmt"

type expr interface{ accept(v visitor) }

type visitor interface {
	visitNum(num)
	visitSum(sum)
	visitNeg(neg)
}

type (
	num int
	sum struct{ left, right expr }
	neg struct{ of expr }
)

func (e num) accept(v visitor) { v.visitNum(e) }
func (e sum) accept(v visitor) { v.visitSum(e) }
func (e neg) accept(v visitor) { v.visitNeg(e) }

type evaluator struct{ result int }

func (v *evaluator) visitNum(e num) { v.result = int(e) }
func (v *evaluator) visitSum(e sum) { v.result = eval(e.left) + eval(e.right) }

func eval(e expr) int {
	var v evaluator
	e.accept(&v)
	return v.result
}

func main() { fmt.Println(eval(sum{num(1), neg{num(2)}})) }

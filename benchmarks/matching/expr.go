package matching

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr"
)

// exprLang compiles an expression whose result is the arm; it has no captures.
func exprLang() peer {
	return peer{"github.com/expr-lang/expr", func(work string) (classifier, error) {
		code := map[string]string{
			responses: `type(r) == "map" && type(r.status) == "float" ? (
				r.status == 200 && "data" in r ? 0 :
				r.status == 404 ? 1 :
				r.status == 500 && type(r.error) == "string" ? 2 :
				r.status >= 400 && r.status < 500 ? 3 : 4) : 4`,
			nested: `r.user?.name != nil && r.user?.address?.city == "Berlin" ? 0 :
				r.user?.role == "admin" && r.user?.address?.city != nil ? 1 :
				r.user?.name != nil ? 2 : 3`,
			commands: `r[0] == "go" && len(r) == 2 ? 0 : r[0] == "drop" ? 1 : r[0] == "take" && len(r) >= 2 ? 2 : 3`,
			keyed8:   exprKeyed(8),
			keyed64:  exprKeyed(64),
		}[work]
		program, err := expr.Compile(code, expr.AllowUndefinedVariables())
		if err != nil {
			return nil, err
		}
		return func(v any) int {
			arm, err := expr.Run(program, map[string]any{"r": v})
			if err != nil {
				return -2
			}
			return arm.(int)
		}, nil
	}}
}

func exprKeyed(n int) string {
	var b strings.Builder
	b.WriteString("{")
	for i := range n {
		fmt.Fprintf(&b, "%q: %d,", eventName(i), i)
	}
	return strings.TrimSuffix(b.String(), ",") + "}[r.type]"
}

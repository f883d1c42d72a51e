package matching

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
)

// exprLang compiles an expression whose result is the arm; it has no captures. A map is
// the environment itself, and one machine is used for all, which is its fastest way.
func exprLang() peer {
	return peer{"github.com/expr-lang/expr", func(work string) (classifier, error) {
		code := map[string]string{
			responses: `status == 200 && data != nil ? 0 : status == 404 ? 1 :
				status == 500 && error != nil ? 2 :
				type(status) == "float" && status >= 400 && status < 500 ? 3 : 4`,
			nested: `user?.name != nil && user?.address?.city == "Berlin" ? 0 :
				user?.role == "admin" && user?.address?.city != nil ? 1 : user?.name != nil ? 2 : 3`,
			commands: `words[0] == "go" && len(words) == 2 ? 0 : words[0] == "drop" ? 1 : words[0] == "take" && len(words) >= 2 ? 2 : 3`,
			keyed8:   exprKeyed(8),
			keyed64:  exprKeyed(64),
		}[work]
		program, err := expr.Compile(code, expr.AllowUndefinedVariables())
		if err != nil {
			return nil, err
		}
		var machine vm.VM
		env := object{}
		return func(v any) int {
			m, ok := v.(object)
			if !ok {
				if _, isList := v.(list); !isList {
					return 4 // Of the responses: what is no map goes to the last arm.
				}
				env["words"] = v
				m = env
			}
			arm, err := machine.Run(program, m)
			if n, ok := arm.(int); ok && err == nil {
				return n
			}
			return -2
		}, nil
	}}
}

// exprKeyed asks one name after the other: a map in an expression would be built each time.
func exprKeyed(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `type == %q ? %d : `, eventName(i), i)
	}
	return strings.ReplaceAll(b.String(), "type ==", `$env["type"] ==`) + "-1"
}

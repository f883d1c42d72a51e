package matching

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"
)

// celGo compiles an expression whose result is the arm; it has no captures.
func celGo() peer {
	return peer{"cel.dev/cel-go", func(work string) (classifier, error) {
		code := map[string]string{
			responses: `type(r) == map && has(r.status) && type(r.status) == double ? (
				r.status == 200.0 && has(r.data) ? 0 :
				r.status == 404.0 ? 1 :
				r.status == 500.0 && has(r.error) && type(r.error) == string ? 2 :
				r.status >= 400.0 && r.status < 500.0 ? 3 : 4) : 4`,
			nested: `has(r.user.name) && has(r.user.address) && has(r.user.address.city) && r.user.address.city == "Berlin" ? 0 :
				has(r.user.role) && r.user.role == "admin" && has(r.user.address) && has(r.user.address.city) ? 1 :
				has(r.user.name) ? 2 : 3`,
			commands: `r[0] == "go" && size(r) == 2 ? 0 : r[0] == "drop" ? 1 : r[0] == "take" && size(r) >= 2 ? 2 : 3`,
			keyed8:   celKeyed(8),
			keyed64:  celKeyed(64),
		}[work]
		env, err := cel.NewEnv(cel.Variable("r", cel.DynType))
		if err != nil {
			return nil, err
		}
		ast, issues := env.Compile(code)
		if issues.Err() != nil {
			return nil, issues.Err()
		}
		program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
		if err != nil {
			return nil, err
		}
		return func(v any) int {
			arm, _, err := program.Eval(map[string]any{"r": v})
			if err != nil {
				return -2
			}
			return int(arm.Value().(int64))
		}, nil
	}}
}

func celKeyed(n int) string {
	var b strings.Builder
	b.WriteString("{")
	for i := range n {
		fmt.Fprintf(&b, "%q: %d,", eventName(i), i)
	}
	return strings.TrimSuffix(b.String(), ",") + "}[r.type]"
}

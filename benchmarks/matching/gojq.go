package matching

import (
	"fmt"
	"strings"

	"github.com/itchyny/gojq"
)

// gojqPeer compiles a jq program whose result is the arm; it has no captures.
func gojqPeer() peer {
	return peer{"github.com/itchyny/gojq", func(work string) (classifier, error) {
		code := map[string]string{
			responses: `if type == "object" and (.status | type) == "number" then
				if .status == 200 and has("data") then 0
				elif .status == 404 then 1
				elif .status == 500 and (.error | type) == "string" then 2
				elif .status >= 400 and .status < 500 then 3 else 4 end else 4 end`,
			nested: `if .user.name != null and .user.address.city == "Berlin" then 0
				elif .user.role == "admin" and .user.address.city != null then 1
				elif .user.name != null then 2 else 3 end`,
			commands: `if .[0] == "go" and length == 2 then 0 elif .[0] == "drop" then 1
				elif .[0] == "take" and length >= 2 then 2 else 3 end`,
			keyed8:  gojqKeyed(8),
			keyed64: gojqKeyed(64),
		}[work]
		query, err := gojq.Parse(code)
		if err != nil {
			return nil, err
		}
		program, err := gojq.Compile(query)
		if err != nil {
			return nil, err
		}
		return func(v any) int {
			arm, ok := program.Run(v).Next()
			if n, isInt := arm.(int); ok && isInt {
				return n
			}
			return -2
		}, nil
	}}
}

func gojqKeyed(n int) string {
	var b strings.Builder
	b.WriteString("{")
	for i := range n {
		fmt.Fprintf(&b, "%q: %d,", eventName(i), i)
	}
	return strings.TrimSuffix(b.String(), ",") + "}[.type]"
}

package matching

import "github.com/samber/lo"

// loSwitch compares one key with one value after the other; the key is fetched by hand.
func loSwitch() peer {
	return peer{"github.com/samber/lo", func(work string) (classifier, error) {
		n := map[string]int{keyed8: 8, keyed64: 64}[work]
		if n == 0 {
			return nil, nil
		}
		var names []string
		for i := range n {
			names = append(names, eventName(i))
		}
		return func(v any) int {
			m, _ := v.(object)
			kind, _ := m["type"].(string)
			choice := lo.Switch[string, int](kind)
			for i, name := range names {
				choice = choice.Case(name, i)
			}
			return choice.Default(-1)
		}, nil
	}}
}

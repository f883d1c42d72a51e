package matching

import "github.com/ohler55/ojg/jp"

// ojgPath fetches the parts by JSONPath; what is done with them is Go by hand.
func ojgPath() peer {
	return peer{"github.com/ohler55/ojg", func(work string) (classifier, error) {
		if work != responses {
			return nil, nil
		}
		status, err := jp.ParseString("$.status")
		if err != nil {
			return nil, err
		}
		data, err := jp.ParseString("$.data")
		if err != nil {
			return nil, err
		}
		text, err := jp.ParseString("$.error")
		if err != nil {
			return nil, err
		}
		return func(v any) int {
			s, ok := status.First(v).(float64)
			switch {
			case !ok:
			case s == 200 && data.Has(v):
				return 0
			case s == 404:
				return 1
			case s == 500:
				if _, ok := text.First(v).(string); ok {
					return 2
				}
			case 400 <= s && s < 500:
				return 3
			}
			return 4
		}, nil
	}}
}

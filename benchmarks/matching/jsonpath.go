package matching

import (
	"context"

	"github.com/PaesslerAG/jsonpath"
)

// paesslerPath fetches the parts by JSONPath; what is done with them is Go by hand.
func paesslerPath() peer {
	return peer{"github.com/PaesslerAG/jsonpath", func(work string) (classifier, error) {
		if work != responses {
			return nil, nil
		}
		status, err := jsonpath.New("$.status")
		if err != nil {
			return nil, err
		}
		data, err := jsonpath.New("$.data")
		if err != nil {
			return nil, err
		}
		text, err := jsonpath.New("$.error")
		if err != nil {
			return nil, err
		}
		ctx := context.Background()
		return func(v any) int {
			got, _ := status(ctx, v)
			s, ok := got.(float64)
			switch {
			case !ok:
			case s == 200:
				if _, err := data(ctx, v); err == nil {
					return 0
				}
			case s == 404:
				return 1
			case s == 500:
				got, _ := text(ctx, v)
				if _, ok := got.(string); ok {
					return 2
				}
			case 400 <= s && s < 500:
				return 3
			}
			return 4
		}, nil
	}}
}

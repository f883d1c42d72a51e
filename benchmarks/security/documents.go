package security

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

type line struct {
	SKU      string  `json:"sku"`
	Quantity int     `json:"quantity"`
	Price    float64 `json:"price"`
}

type order struct {
	ID       int      `json:"id"`
	Customer string   `json:"customer"`
	Email    string   `json:"email"`
	Paid     bool     `json:"paid"`
	Total    float64  `json:"total"`
	Tags     []string `json:"tags"`
	Lines    []line   `json:"lines"`
}

// decoder decodes by the strictest rules that a library has.
type decoder struct {
	orders func([]byte) ([]order, error)
	any    func([]byte) (any, error)
}

func decoders() map[string]decoder {
	return map[string]decoder{
		harness.Ours:                    ourJSON(),
		harness.Stdlib:                  stdlibJSON(),
		"github.com/goccy/go-json":      goccyJSON(),
		"github.com/segmentio/encoding": segmentioJSON(),
		"github.com/bytedance/sonic":    sonicJSON(),
	}
}

func ordersText(n int) []byte {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,{"id":%d,"customer":"Ada Lovelace","email":"ada@example.com","paid":true,"total":%d.25,"tags":["new","gift"],`+
			`"lines":[{"sku":"A-%d","quantity":2,"price":9.5},{"sku":"B-%d","quantity":1,"price":19.99}]}`, i, i, i, i)
	}
	return []byte("[" + b.String()[1:] + "]")
}

func jsonJobs() []harness.Job {
	var jobs []harness.Job
	for _, size := range []struct {
		name string
		n    int
	}{{"decode an order of 200 bytes, at the strictest", 1}, {"decode 1 MB of orders, at the strictest", 4800}} {
		job := harness.Job{Name: size.name, Unit: "document"}
		text := ordersText(size.n)
		peers := decoders()
		for _, library := range sorted(peers) {
			decode := peers[library].orders
			job.Contestants = append(job.Contestants, contestant(library, func() (func() error, error) {
				return func() error {
					got, err := decode(text)
					if err == nil && (len(got) != size.n || got[size.n-1].Lines[1].Price != 19.99) {
						err = errors.New("another value")
					}
					return err
				}, nil
			}))
		}
		jobs = append(jobs, job)
	}
	return jobs
}

const oneOrder = `"customer":"Ada","email":"a@b","paid":true,"total":1.25,"tags":[],"lines":[]`

func jsonRows() []harness.Row {
	peers := decoders()
	refuses := func(name, text string) harness.Row {
		return row("JSON is refused: "+name, peers, func(d decoder) error {
			if got, err := d.orders([]byte(text)); err == nil {
				return fmt.Errorf("read as %d orders", len(got))
			}
			return nil
		})
	}
	rows := []harness.Row{
		row("JSON that is right is read", peers, func(d decoder) error {
			got, err := d.orders([]byte(`[{"id":1,` + oneOrder + `}]`))
			if err == nil && (len(got) != 1 || got[0].Total != 1.25) {
				err = errors.New("another value")
			}
			return err
		}),
		refuses("an unknown member", `[{"id":1,"admin":true,`+oneOrder+`}]`),
		refuses("a duplicate member", `[{"id":1,"id":2,`+oneOrder+`}]`),
		refuses("a duplicate, written with an escape", `[{"id":1,"\u0069d":2,`+oneOrder+`}]`),
		refuses("a duplicate in other letters", `[{"id":1,"ID":2,`+oneOrder+`}]`),
		refuses("a missing member", `[{`+oneOrder+`}]`),
		refuses("null for a number", `[{"id":null,`+oneOrder+`}]`),
		refuses("data after the value", `[{"id":1,`+oneOrder+`}]{"id":2}`),
		refuses("invalid UTF-8", "[{\"id\":1,"+strings.Replace(oneOrder, "Ada", "\xff", 1)+"}]"),
		refuses("a lone surrogate", `[{"id":1,`+strings.Replace(oneOrder, "Ada", `\ud800`, 1)+`}]`),
		refuses("a number that a float64 does not hold", `[{"id":1,`+strings.Replace(oneOrder, "1.25", "9007199254740993", 1)+`}]`),
		refuses("a leading zero", `[{"id":01,`+oneOrder+`}]`),
		refuses("a control character in a string", "[{\"id\":1,"+strings.Replace(oneOrder, "Ada", "\n", 1)+"}]"),
	}
	return append(rows,
		row("JSON is refused: a duplicate in a map", peers, func(d decoder) error {
			if _, err := d.any([]byte(`{"a":1,"b":2,"a":3}`)); err == nil {
				return errors.New("read")
			}
			return nil
		}),
		row("JSON of 5 million brackets is refused, in 64 MB of stack", peers, func(d decoder) error {
			debug.SetMaxStack(64 << 20)
			if _, err := d.any([]byte(strings.Repeat("[", 2_500_000) + strings.Repeat("]", 2_500_000))); err == nil {
				return errors.New("read")
			}
			return nil
		}),
	)
}

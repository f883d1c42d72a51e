package redirect

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

func tables() []harness.Table {
	return []harness.Table{{
		Name:    "half a second of load at a time, five times: writes of hits included",
		Columns: []string{"library", "requests/s", "of the bare", "hits counted"},
		Fill:    sustained,
	}}
}

const turns, turn = 5, 500 * time.Millisecond

// runner is one service under load.
type runner struct {
	library string
	service *service
	load    *load
	asked   int
	rates   []float64
}

// sustained lets each service work for half a second in its turn, so that what is
// done each 100 ms is in the figures, and then compares the hits with the requests.
func sustained(add func(...string)) (err error) {
	var all []*runner
	defer func() {
		for _, r := range all {
			r.load.close()
			err = errors.Join(err, r.service.close())
		}
	}()
	for _, w := range append(ways(), way{warningName, updating}) {
		s, err := w.open()
		if err != nil {
			return err
		}
		l, err := serve(s.handler, s.paths(), http.StatusFound)
		if err != nil {
			return errors.Join(err, s.close())
		}
		all = append(all, &runner{library: w.library, service: s, load: l})
	}
	for i := range turns {
		for k := range all {
			all[(i+k)%len(all)].work()
		}
	}
	floor := 0.0
	for _, r := range all {
		slices.Sort(r.rates)
		if r.library == ways()[len(ways())-1].library {
			floor = r.rates[turns/2]
		}
	}
	for _, r := range all {
		counted := "-"
		if r.service.hits != nil {
			n, err := r.service.total()
			if err != nil {
				return err
			}
			if n != r.asked {
				return fmt.Errorf("%s: %d requests, %d hits", r.library, r.asked, n)
			}
			counted = "all"
		}
		add(r.library, fmt.Sprintf("%.0f", r.rates[turns/2]), fmt.Sprintf("%.2f", r.rates[turns/2]/floor), counted)
	}
	return nil
}

// work sends requests for one turn.
func (r *runner) work() {
	const batch = 400
	n := 0
	begin := time.Now()
	for time.Since(begin) < turn {
		r.load.run(batch)
		n += batch
	}
	r.rates = append(r.rates, float64(n)/time.Since(begin).Seconds())
	r.asked += n
}

// total returns the hits of all links.
func (s *service) total() (sum int, err error) {
	for _, code := range s.codes {
		n, err := s.hits(code)
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}

package redirect

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// rows are what the figures are worth nothing without.
func rows() []harness.Row {
	row := func(name string, ask func(way) error, asked ...way) harness.Row {
		r := harness.Row{Name: name}
		for _, w := range asked {
			r.Cells = append(r.Cells, harness.Cell{Library: w.library, Run: func() error { return ask(w) }})
		}
		return r
	}
	us, warning := way{harness.Ours, ours}, way{warningName, updating}
	return []harness.Row{
		row("10,000 requests over 8 connections are 10,000 hits", exact, us, warning),
		row("10,000 codes that nobody was given, within a second: the store is asked once at most", untouched, us),
		row("a link that was just made is found at once", fresh, us),
	}
}

// with serves one way and asks it.
func (w way) with(paths func(*service) []string, status int, ask func(*service, *load) error) error {
	s, err := w.open()
	if err != nil {
		return err
	}
	l, err := serve(s.handler, paths(s), status)
	if err != nil {
		return errors.Join(err, s.close())
	}
	err = ask(s, l)
	l.close()
	return errors.Join(err, s.close())
}

func exact(w way) error {
	return w.with((*service).paths, http.StatusFound, func(s *service, l *load) error {
		l.run(10_000)
		n, err := s.total()
		if err == nil && n != 10_000 {
			err = fmt.Errorf("%d hits", n)
		}
		return err
	})
}

func untouched(w way) error {
	return w.with((*service).garbage, http.StatusNotFound, func(s *service, l *load) error {
		begin, before := time.Now(), s.reads()
		l.run(10_000)
		if asked, seconds := s.reads()-before, int(time.Since(begin).Seconds()); asked > 1+seconds {
			return fmt.Errorf("the store was asked %d times", asked)
		}
		return nil
	})
}

// fresh follows links that were made a moment ago.
func fresh(w way) error {
	return w.with((*service).paths, http.StatusFound, func(s *service, l *load) error { return l.check(s) })
}

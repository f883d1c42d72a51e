package relation

import (
	"context"
	"fmt"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

func jobs() []harness.Job {
	var all []harness.Job
	few := size{100, 10, 5}
	for _, engine := range engines() {
		all = append(all,
			job(engine+": 1000 users, 10 posts each, 5 comments each", engine, blog, ways(engine)),
			job(engine+": 100 users, asked again for each parent (N+1)", engine, few, lazyWays()))
	}
	return append(all, batchJobs()...)
}

func job(name, engine string, s size, all []way) harness.Job {
	j := harness.Job{Name: name, Unit: "load"}
	for _, w := range all {
		j.Contestants = append(j.Contestants, harness.Contestant{Library: w.library, Start: func() (func(int), func(), error) {
			return start(engine, s, w)
		}})
	}
	return j
}

func start(engine string, s size, w way) (run func(int), stop func(), err error) {
	b, err := open(engine, s)
	if err != nil {
		return nil, nil, err
	}
	load, err := w.open(b)
	if err == nil {
		err = right(load, s)
	}
	if err != nil {
		b.close()
		return nil, nil, err
	}
	run = func(n int) {
		for range n {
			if _, err := load(context.Background()); err != nil {
				panic(err)
			}
		}
	}
	return run, b.close, nil
}

// right checks what was loaded. Of text only the amount is compared.
func right(load load, s size) error {
	got, err := load(context.Background())
	if err != nil {
		return err
	}
	want := s.tree()
	for i := range want.users {
		want.text += len(fmt.Sprint("user ", i+1))
	}
	for i := range want.posts {
		want.text += len(fmt.Sprint("the title of post ", i+1))
	}
	for i := range want.comments {
		want.text += len(fmt.Sprint("what somebody said in comment ", i+1))
	}
	if got != want {
		return fmt.Errorf("loaded %+v, not %+v", got, want)
	}
	return nil
}

package decorators_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/goconcepts/cookbook/decorators"
)

func ExampleGuard() {
	bulkhead, _ := decorators.NewBulkhead(decorators.BulkheadConfig{Limit: 1})
	var call decorators.Func[int, int]
	call = decorators.Guard(bulkhead, func(ctx context.Context, depth int) (int, error) {
		if depth == 0 {
			return 0, nil
		}
		return call(ctx, depth-1) // while the only place is taken
	})
	fmt.Println(call(context.Background(), 0))
	_, err := call(context.Background(), 1)
	fmt.Println(err, errors.Is(err, decorators.ErrFull))
	// Output:
	// 0 <nil>
	// decorators: refused: no place free true
}

// onlyOffice is a gate that refuses calls when it is told to.
type onlyOffice struct{ closed bool }

func (o *onlyOffice) Enter(context.Context) (uint64, error) {
	if o.closed {
		return 0, errors.New("closed for today")
	}
	return 0, nil
}

func (o *onlyOffice) Leave(_ context.Context, _ uint64, err error) { fmt.Println("left with", err) }

func ExampleGate() {
	var gate decorators.Gate = &onlyOffice{}
	ask := decorators.Guard(gate, func(context.Context, string) (string, error) { return "yes", nil })
	fmt.Println(ask(context.Background(), "open?"))
	gate.(*onlyOffice).closed = true
	_, err := ask(context.Background(), "open?")
	fmt.Println(err)
	// Output:
	// left with <nil>
	// yes <nil>
	// closed for today
}

func ExampleNewBreaker() {
	breaker, err := decorators.NewBreaker(decorators.BreakerConfig{
		Failures: 2,
		OpenFor:  time.Hour,
		OnChange: func(from, to decorators.BreakerState) { fmt.Println(from, "->", to) },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	call := decorators.Guard(breaker, func(context.Context, int) (int, error) { return 0, errors.New("service down") })
	for range 2 {
		_, err = call(context.Background(), 1)
		fmt.Println(err)
	}
	_, err = call(context.Background(), 1)
	refused, _ := errors.AsType[*decorators.RefusedError](err)
	fmt.Println(refused.Reason, "for an hour:", refused.After > 59*time.Minute, breaker.State())
	// Output:
	// service down
	// closed -> open
	// service down
	// breaker open for an hour: true open
}

func ExampleNewLimiter() {
	limiter, _ := decorators.NewLimiter(decorators.LimiterConfig{Rate: 0.01, Burst: 2})
	send := decorators.Guard(limiter, func(_ context.Context, text string) (string, error) { return "sent " + text, nil })
	for range 3 {
		text, err := send(context.Background(), "hello")
		fmt.Println(text, errors.Is(err, decorators.ErrLimited))
	}
	// Output:
	// sent hello false
	// sent hello false
	//  true
}

func ExampleNewBulkhead() {
	bulkhead, err := decorators.NewBulkhead(decorators.BulkheadConfig{Limit: 10, Queue: 100})
	fmt.Println(err)
	query := decorators.Guard(bulkhead, func(_ context.Context, sql string) (int, error) { return len(sql), nil })
	fmt.Println(query(context.Background(), "select 1"))
	// Output:
	// <nil>
	// 8 <nil>
}

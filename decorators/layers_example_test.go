package decorators_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/goconcepts/cookbook/decorators"
)

func ExampleChain() {
	shout := func(next decorators.Func[string, string]) decorators.Func[string, string] {
		return func(ctx context.Context, in string) (string, error) {
			out, err := next(ctx, in)
			return out + "!", err
		}
	}
	quote := func(next decorators.Func[string, string]) decorators.Func[string, string] {
		return func(ctx context.Context, in string) (string, error) {
			out, err := next(ctx, in)
			return "<" + out + ">", err
		}
	}
	hello := func(_ context.Context, name string) (string, error) { return "hello " + name, nil }
	fmt.Println(decorators.Chain(hello, shout, quote)(context.Background(), "gopher"))
	// Output: <hello gopher>! <nil>
}

func ExampleTimeout() {
	wait := func(ctx context.Context, _ int) (int, error) {
		<-ctx.Done()
		return 0, ctx.Err()
	}
	_, err := decorators.Timeout(time.Millisecond, wait)(context.Background(), 0)
	fmt.Println(err)
	late, ok := errors.AsType[*decorators.TimeoutError](err)
	fmt.Println(ok, late.After, errors.Is(err, context.DeadlineExceeded))
	// Output:
	// decorators: timeout: after 1ms: context deadline exceeded
	// true 1ms true
}

func ExampleHedge() {
	calls := make(chan int, 2)
	fetch := func(ctx context.Context, _ string) (string, error) {
		calls <- 1
		if len(calls) == 1 { // the first call hangs
			<-ctx.Done()
			return "", ctx.Err()
		}
		return "from the second", nil
	}
	fmt.Println(decorators.Hedge(time.Millisecond, fetch, nil)(context.Background(), "key"))
	// Output: from the second <nil>
}

func ExampleFallback() {
	live := func(context.Context, string) (float64, error) { return 0, errors.New("no connection") }
	yesterday := func(_ context.Context, _ string, err error) (float64, error) {
		fmt.Println("instead of:", err)
		return 1.08, nil
	}
	fmt.Println(decorators.Fallback(live, yesterday)(context.Background(), "EUR"))
	// Output:
	// instead of: no connection
	// 1.08 <nil>
}

func ExampleRecover() {
	plugin := func(_ context.Context, n int) (int, error) { return 100 / n, nil }
	_, err := decorators.Recover(plugin)(context.Background(), 0)
	p, _ := errors.AsType[*decorators.PanicError](err)
	fmt.Println(p.Value, len(p.Stack) > 0)
	// Output: runtime error: integer divide by zero true
}

func ExampleLog() {
	logger := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey || a.Key == "took" {
				return slog.Attr{}
			}
			return a
		},
	}))
	load := func(context.Context, int) (int, error) { return 0, errors.New("disk full") }
	_, _ = decorators.Name("load", decorators.Log(logger, load))(context.Background(), 1)
	// Output: level=WARN msg=call name=load attempt=1 error="disk full"
}

func ExampleName() {
	policy, _ := decorators.NewRetryPolicy(decorators.RetryConfig{Attempts: 1})
	fetch := func(context.Context, int) (int, error) { return 0, errors.New("refused") }
	_, err := decorators.Name("fetch", decorators.Retry(policy, fetch))(context.Background(), 1)
	fmt.Println(err)
	// Output: decorators: retry fetch: attempts used up, attempt 1: refused
}

func ExampleInject() {
	charge := func(_ context.Context, key string, cents int) (string, error) {
		return fmt.Sprintf("%d cents, signed by %s", cents, key), nil
	}
	pay := decorators.Inject("key-1", charge)
	fmt.Println(pay(context.Background(), 995))
	// Output: 995 cents, signed by key-1 <nil>
}

func ExampleKeyed() {
	opened := 0
	open := func(_ context.Context, name string) (*os.File, error) {
		opened++
		return os.Stdout, nil
	}
	get, err := decorators.Keyed(open, decorators.KeyedConfig{Max: 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	a, _ := get(ctx, "a")
	again, _ := get(ctx, "a")
	_, _ = get(ctx, "b")
	_, full := get(ctx, "c")
	fmt.Println(a == again, opened, full)
	// Output: true 2 decorators: refused: no place free
}

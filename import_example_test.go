package cookbook_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/goconcepts/cookbook/decorators"
)

func Example() {
	policy, err := decorators.NewRetryPolicy(decorators.RetryConfig{Attempts: 3})
	if err != nil {
		fmt.Println(err)
		return
	}
	calls := 0
	fetch := func(_ context.Context, id int) (string, error) {
		if calls++; calls == 1 {
			return "", decorators.RetryAfter(time.Millisecond, errors.New("busy"))
		}
		return fmt.Sprint("user ", id), nil
	}
	get := decorators.Retry(policy, decorators.Timeout(time.Second, fetch))
	user, err := get(context.Background(), 7)
	fmt.Println(user, err, "after", calls, "calls")
	// Output: user 7 <nil> after 2 calls
}

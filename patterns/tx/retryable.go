package tx

import (
	"errors"
	"time"

	"github.com/goconcepts/cookbook/decorators"
)

// Retryable reports whether err says that a transaction lost against another one
// and may succeed when it is run again: SQLSTATE 40001 (serialisation failure) and
// 40P01 (deadlock) of any driver whose errors have a SQLState method, as those of
// pgx and pq do, and SQLITE_BUSY of any whose errors have a Code method, as those of
// modernc.org/sqlite do.
func Retryable(err error) bool {
	var state interface{ SQLState() string }
	if errors.As(err, &state) {
		return state.SQLState() == "40001" || state.SQLState() == "40P01"
	}
	const busy = 5 // the lower byte of SQLITE_BUSY and its extended codes
	var code interface{ Code() int }
	return errors.As(err, &code) && code.Code()&0xff == busy
}

// defaultBackoff waits 5 ms at first: the other transaction is usually over by then.
var defaultBackoff = func() decorators.Backoff {
	b, err := decorators.NewExponential(decorators.ExponentialConfig{Base: 5 * time.Millisecond, Max: time.Second})
	if err != nil {
		panic(err)
	}
	return b
}()

package decorators

import (
	"context"
	"log/slog"
	"time"
)

// Log writes one record for each call of f: the function's name as [Name] gave
// it, the attempt, the time it took, and the error. A success is logged at level
// Info, an error at Warn, a panic or runtime.Goexit at Error; they pass through.
// Arguments and results are not logged: they may be secret.
//
// The cost is the handler's. It panics if logger is nil.
func Log[In, Out any](logger *slog.Logger, f Func[In, Out]) Func[In, Out] {
	if logger == nil {
		panic("decorators: Log: nil logger")
	}
	return func(ctx context.Context, in In) (Out, error) {
		begun, level, err := time.Now(), slog.LevelError, ErrNotReturned
		defer func() {
			if !logger.Enabled(ctx, level) {
				return
			}
			attrs := [...]slog.Attr{
				slog.String("name", nameOf(ctx)), slog.Int("attempt", Attempt(ctx)),
				slog.Duration("took", time.Since(begun)), slog.Any("error", err),
			}
			n := len(attrs)
			if err == nil {
				n--
			}
			logger.LogAttrs(ctx, level, "call", attrs[:n]...)
		}()
		var out Out
		out, err = f(ctx, in)
		if level = slog.LevelInfo; err != nil {
			level = slog.LevelWarn
		}
		return out, err
	}
}

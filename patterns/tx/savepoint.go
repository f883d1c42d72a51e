package tx

import (
	"context"
	"errors"
	"fmt"
)

// ErrEnded is the error of a nested Run whose transaction has ended: the context
// outlived it.
var ErrEnded = errors.New("tx: the transaction of this context has ended")

// level finds the depth that a context was made for.
type level struct{ t *transaction }

// nested runs f in a savepoint.
func (t *transaction) nested(ctx context.Context, f func(context.Context, Querier) error) (err error) {
	from, _ := ctx.Value(level{t}).(int)
	name, err := t.enter(from)
	if err != nil {
		return err
	}
	defer t.leave()
	if _, err := t.tx.ExecContext(ctx, "SAVEPOINT "+name); err != nil {
		return fmt.Errorf("tx: savepoint: %w", err)
	}
	released := false
	defer func() {
		if !released {
			err = join(err, t.undo(ctx, name))
		}
	}()
	if err := f(context.WithValue(ctx, level{t}, from+1), t.tx); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return fmt.Errorf("tx: not released: %w", context.Cause(ctx))
	}
	if _, err := t.tx.ExecContext(ctx, "RELEASE SAVEPOINT "+name); err != nil {
		return fmt.Errorf("tx: release: %w", err)
	}
	released = true
	return nil
}

// enter goes one level down from the level that the caller is at, and returns the
// name of its savepoint.
func (t *transaction) enter(from int) (name string, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.ended:
		return "", ErrEnded
	case from != t.depth:
		return "", ErrConcurrent
	}
	t.depth++
	t.number++
	return fmt.Sprintf("cookbook_%d", t.number), nil
}

// leave goes one level up.
func (t *transaction) leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.depth--
}

// end refuses what comes later.
func (t *transaction) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended = true
}

// undo rolls back to the savepoint and takes it off the stack. It must run though
// ctx has ended.
func (t *transaction) undo(ctx context.Context, name string) error {
	ctx = context.WithoutCancel(ctx)
	for _, statement := range []string{"ROLLBACK TO SAVEPOINT ", "RELEASE SAVEPOINT "} {
		if _, err := t.tx.ExecContext(ctx, statement+name); err != nil {
			return fmt.Errorf("tx: roll back to savepoint: %w", err)
		}
	}
	return nil
}

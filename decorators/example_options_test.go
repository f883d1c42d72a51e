package decorators_test

import (
	"fmt"
	"time"
)

type optServer struct {
	addr    string
	timeout time.Duration
	retries int
}

// optServerConfig is the struct: the zero value is a good server.
type optServerConfig struct {
	Addr    string        // "" is ":8080"
	Timeout time.Duration // 0 is 30 s
	Retries *int          // nil is 3; 0 is a setting of its own, so the field is a pointer
}

func newServer(c optServerConfig) (*optServer, error) {
	s := &optServer{addr: ":8080", timeout: 30 * time.Second, retries: 3}
	if c.Addr != "" {
		s.addr = c.Addr
	}
	if c.Timeout < 0 {
		return nil, fmt.Errorf("server: Timeout is %v, want 0 or more", c.Timeout)
	}
	if c.Timeout > 0 {
		s.timeout = c.Timeout
	}
	if c.Retries != nil {
		s.retries = *c.Retries
	}
	return s, nil
}

// optServerOption is the functional option.
type optServerOption func(*optServer) error

func withTimeout(d time.Duration) optServerOption {
	return func(s *optServer) error {
		if d <= 0 {
			return fmt.Errorf("server: timeout is %v, want more than 0", d)
		}
		s.timeout = d
		return nil
	}
}

func withRetries(n int) optServerOption {
	return func(s *optServer) error {
		s.retries = n
		return nil
	}
}

func newServerWith(options ...optServerOption) (*optServer, error) {
	s := &optServer{addr: ":8080", timeout: 30 * time.Second, retries: 3}
	for _, option := range options {
		if err := option(s); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Functional options or a struct?
//
// A struct first: it is data, so it can be printed, compared, read from a file
// and documented in one place, and its zero value means the defaults. Functional
// options tell "not set" from zero, refuse a bad value one by one and keep the
// fields unexported; they cost a function for each setting.
//
// Follow-ups:
//   - What does a zero field mean? The documented default. Where zero is itself a setting, use a pointer, a negated name, or an option.
//   - Which is easier to extend? Both: adding a field or a function breaks nobody who names fields.
//   - Where does validation belong? In the constructor, once, with an error that names the field.
//
// Pitfalls:
//   - Treating Timeout: 0 as "no timeout" in one place and as "the default" in another.
//   - Options that depend on each other's order.
//
// Trade-offs: A library with many optional, rarely used settings reads well with options (grpc.NewClient); a service with
// a configuration file wants the struct (http.Server, tls.Config, slog.HandlerOptions).
//
// From Python: Keyword arguments with defaults are both in one; None stands for "not set". In Go
// nil does that for pointers, slices, maps and functions, not for numbers, strings and bools: new(expr) makes a pointer to one in place.
//
// Level: mid. Tags: api, configuration. Since: go1.26. See: decorators/arguments.
func Example_options() {
	a, _ := newServer(optServerConfig{Timeout: time.Second, Retries: new(0)})
	b, _ := newServerWith(withTimeout(time.Second), withRetries(0))
	fmt.Println("the same server:", *a == *b, a.retries)

	zero, _ := newServer(optServerConfig{})
	none, _ := newServerWith()
	fmt.Println("the same defaults:", *zero == *none, zero.addr, zero.timeout, zero.retries)

	_, err := newServer(optServerConfig{Timeout: -1})
	fmt.Println(err)
	// An option is told a zero; a struct's zero field means its default.
	_, err = newServerWith(withTimeout(0))
	fmt.Println(err)
	// Output:
	// the same server: true 0
	// the same defaults: true :8080 30s 3
	// server: Timeout is -1ns, want 0 or more
	// server: timeout is 0s, want more than 0
}

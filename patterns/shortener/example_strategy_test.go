package shortener_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
)

// coder is the strategy: one method.
type coder interface{ encode(url string) string }

// counting is a strategy with state.
type counting struct{ n uint64 }

func (c *counting) encode(string) string { c.n++; return strconv.FormatUint(c.n, 36) }

// coderFunc lets a function be a strategy, as http.HandlerFunc does.
type coderFunc func(url string) string

func (f coderFunc) encode(url string) string { return f(url) }

func hashing(url string) string {
	sum := sha256.Sum256([]byte(url))
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}

// The strategy pattern in Go: what is it?
//
// An interface with one method, or just a function type. The caller holds the interface and does
// not know which one it has; any type with the method fits, without saying so. A function type
// with a method that calls it lets plain functions stand in, and state, where there is some, lives in a
// struct or in a closure.
//
// Follow-ups:
//   - Interface or func? A func when there is one method and no more to come; an interface when it has state to show, a name, or a second method.
//   - Who declares the interface? The package that calls it, with the methods it needs.
//   - How is one chosen by configuration? A map from name to constructor, or a switch: there is no registry to subclass.
//
// Pitfalls:
//   - An interface with one implementation and no second in sight: take the type itself.
//   - A strategy with state, shared by goroutines without a lock: n++ here is one.
//
// From Python: The abstract base class and its subclasses become an interface that nobody inherits from. The Python original's
// CounterEncoding is the same counter, and as unsafe under threads: += is a read, an addition and a write.
//
// Level: junior. Tags: interfaces, functions, patterns. See: patterns/embedding, decorators/closure.
func Example_strategy() {
	service := func(c coder, urls ...string) (codes []string) {
		for _, url := range urls {
			codes = append(codes, c.encode(url))
		}
		return codes
	}
	fmt.Println("a struct:  ", service(&counting{}, "https://go.dev", "https://go.dev"))
	fmt.Println("a function:", service(coderFunc(hashing), "https://go.dev", "https://go.dev"))
	// Output:
	// a struct:   [1 2]
	// a function: [bn9Y9rho bn9Y9rho]
}

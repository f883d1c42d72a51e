// Package matching answers questions about matching in Go: type switches and
// sum types first, then patterns with typed captures for data whose shape is
// known only at run time. A type switch is better whenever the type is known.
package matching

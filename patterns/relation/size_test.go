//go:build !soak

package relation_test

// manyKeys is more than a query may have parameters; -tags=soak asks for a million.
const manyKeys = 70_000

//go:build !soak

package sqlite_test

// crashLinks is how many links the crash test has: -tags=soak has all of them.
const crashLinks = 1000

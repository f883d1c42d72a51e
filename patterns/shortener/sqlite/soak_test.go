//go:build soak

package sqlite_test

// crashLinks is how many links the crash test has.
const crashLinks = 100_000

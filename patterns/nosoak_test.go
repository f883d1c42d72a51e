//go:build !soak

package patterns_test

const crashes = 4

//go:build soak

package relation_test

const manyKeys = 1_000_000

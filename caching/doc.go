// Package caching is one cache, right, fast and exact, and functions that remember.
package caching

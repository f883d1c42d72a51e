// Package matrix multiplies matrices in pure Go, step by step faster.
package matrix

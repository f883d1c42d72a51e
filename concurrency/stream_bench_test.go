package concurrency_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/goconcepts/cookbook/concurrency"
)

func BenchmarkStream(b *testing.B) {
	for _, ahead := range []int{0, 64, 1024} {
		for name, stream := range streams {
			b.Run(fmt.Sprintf("%s/ahead=%d", name, ahead), func(b *testing.B) {
				b.ReportAllocs()
				next := 0
				source := func(yield func(int) bool) {
					for b.Loop() && yield(next) {
						next++
					}
				}
				for _, err := range stream(context.Background(), source, square, &concurrency.Options{Ahead: ahead}) {
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

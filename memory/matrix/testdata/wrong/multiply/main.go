// want: race
// The sums are split among goroutines, not the rows: all write the same element.
package main

import "sync"

func main() {
	const n = 64
	a, b, c := make([]float64, n*n), make([]float64, n*n), make([]float64, n*n)
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Go(func() {
			for i := range n {
				for j := range n {
					for k := w * n / 2; k < (w+1)*n/2; k++ {
						c[i*n+j] += a[i*n+k] * b[k*n+j]
					}
				}
			}
		})
	}
	wg.Wait()
}

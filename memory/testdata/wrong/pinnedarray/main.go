// want: output "megabytes kept for 1600 bytes: 100"
// Sixteen bytes of each megabyte are wanted, and every megabyte is kept.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)

	var heads [][]byte
	for range 100 {
		body := make([]byte, 1<<20)
		heads = append(heads, body[:16]) // bytes.Clone is missing
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	fmt.Printf("megabytes kept for %d bytes: %d\n", 16*len(heads), (after.HeapAlloc-before.HeapAlloc)>>20)
	runtime.KeepAlive(heads)
}

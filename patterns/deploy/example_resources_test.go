package deploy_test

import (
	"fmt"
	"io/fs"
	"math"
	"runtime/debug"
	"strconv"
	"strings"
	"testing/fstest"
)

// memoryLimit reads the container's limit, cgroup v2 first, then v1; 0 is none.
func memoryLimit(cgroup fs.FS) int64 {
	for _, name := range []string{"memory.max", "memory/memory.limit_in_bytes"} {
		text, err := fs.ReadFile(cgroup, name)
		if err != nil {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
		if err != nil || n >= math.MaxInt64>>1 { // "max", or v1's number for no limit
			return 0
		}
		return n
	}
	return 0
}

// Requests, limits, GOMEMLIMIT: how do they fit together?
//
// The request is what the scheduler reserves, the limit what the kernel enforces: above the memory limit
// the process is killed, above the CPU limit it is paused. Go heeds the CPU limit by itself since 1.25
// and the memory limit only when told: set GOMEMLIMIT to some 90 % of it, so that the collector works
// harder before the kernel strikes.
//
// Follow-ups:
//   - What are the other 10 %? Memory that the runtime does not manage: cgo, mapped files, the binary, kernel buffers charged to the container.
//   - Should there be a CPU limit? Often not: it pauses a pod though the node is idle; a request is enough for fairness.
//   - What does GOMEMLIMIT not do? It is soft: a live heap above it is kept, and the collector then runs without end, up to half of the CPU.
//
// Pitfalls:
//   - Memory request far below the limit: the node is overbooked and kills whoever is above his request.
//   - GOMEMLIMIT equal to the limit leaves no room for what the runtime does not count.
//
// Trade-offs: Request equal to limit is safe and costs idle memory; overbooking saves it and kills now and then.
//
// From Python: The interpreter knows no limit at all and one process uses one core, so replicas are many and small. The Python original asks
// for 256 Mi and allows 512: a pod that uses what it may is the first to be killed when the node is full.
//
// Level: mid. Tags: kubernetes, memory, cgroup. Since: go1.19. See: [runtime/debug.SetMemoryLimit], memory/gc/knobs, memory/gc/cpulimit.
func Example_resources() {
	for _, container := range []struct {
		name   string
		cgroup fstest.MapFS
	}{
		{"v2, 512 Mi", fstest.MapFS{"memory.max": {Data: []byte("536870912\n")}}},
		{"v2, none", fstest.MapFS{"memory.max": {Data: []byte("max\n")}}},
		{"v1, 512 Mi", fstest.MapFS{"memory/memory.limit_in_bytes": {Data: []byte("536870912\n")}}},
		{"v1, none", fstest.MapFS{"memory/memory.limit_in_bytes": {Data: []byte("9223372036854771712\n")}}},
	} {
		limit := memoryLimit(container.cgroup)
		fmt.Printf("%-10s  limit %d Mi, GOMEMLIMIT %d Mi, headroom %d Mi\n", container.name, limit>>20, limit*9/10>>20, (limit-limit*9/10)>>20)
	}
	before := debug.SetMemoryLimit(460 << 20)
	fmt.Println("set:", debug.SetMemoryLimit(-1) == 460<<20) // a negative value only reads
	debug.SetMemoryLimit(before)
	fmt.Println("put back:", debug.SetMemoryLimit(-1) == before)
	// Output:
	// v2, 512 Mi  limit 512 Mi, GOMEMLIMIT 460 Mi, headroom 51 Mi
	// v2, none    limit 0 Mi, GOMEMLIMIT 0 Mi, headroom 0 Mi
	// v1, 512 Mi  limit 512 Mi, GOMEMLIMIT 460 Mi, headroom 51 Mi
	// v1, none    limit 0 Mi, GOMEMLIMIT 0 Mi, headroom 0 Mi
	// set: true
	// put back: true
}

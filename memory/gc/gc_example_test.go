package gc_test

import (
	"fmt"
	"testing/fstest"

	"github.com/goconcepts/cookbook/memory/gc"
)

// A container with 512 MiB and half a processor, as Kubernetes makes it.
func ExampleContainer() {
	pod := fstest.MapFS{
		"proc/self/cgroup":         {Data: []byte("0::/\n")},
		"proc/self/mountinfo":      {Data: []byte("30 23 0:26 / /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw\n")},
		"sys/fs/cgroup/memory.max": {Data: []byte("536870912\n")},
		"sys/fs/cgroup/cpu.max":    {Data: []byte("50000 100000\n")},
	}
	limits, err := gc.Container(pod) // nil for the machine's own files
	fmt.Println(limits.Memory>>20, "MiB", limits.CPU, "processors", err)
	// Output: 512 MiB 0.5 processors <nil>
}

func ExampleLimits_Suggest() {
	limits := gc.Limits{Memory: 512 << 20, CPU: 1.5}
	s := limits.Suggest(0.25)
	fmt.Println(s.MemoryLimit>>20, "MiB", s.Procs, "procs")
	// Output: 384 MiB 2 procs
}

func ExampleSettings_Apply() {
	before := gc.Read()
	restore := gc.Settings{Percent: 200, MemoryLimit: 1 << 30}.Apply()
	during := gc.Read()
	fmt.Println(during.Percent, during.MemoryLimit>>20, "MiB", during.Procs == before.Procs)
	restore()
	fmt.Println(gc.Read() == before)
	// Output:
	// 200 1024 MiB true
	// true
}

func ExampleRead() {
	off := gc.Settings{Percent: -1}
	restore := off.Apply()
	fmt.Println("collects by growth:", gc.Read().Percent >= 0)
	restore()
	// Output: collects by growth: false
}

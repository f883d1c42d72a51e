// Package gc reads what memory and processor time a container may use, suggests the
// settings of the collector and the scheduler that go with it, applies settings and puts
// them back.
//
// The environment variables GOGC, GOMEMLIMIT and GOMAXPROCS suffice where whoever
// deploys the program knows the limits. The runtime follows the CPU limit by itself; the
// memory limit it does not read, and that is what this package is for:
//
//	limits, err := gc.Container(nil)
//	if err == nil {
//		limits.Suggest(0).Apply()
//	}
//
// From Python:
//
//	gc.get_threshold()        Read().Percent
//	gc.set_threshold(n)       Settings{Percent: n}.Apply()
//	gc.disable()              Settings{Percent: -1}.Apply(), with a MemoryLimit
//	os.cpu_count()            Read().Procs, which knows the container's limit
//
// Reading the limits costs a dozen small files, reading and setting a knob
// microseconds; nothing runs at rest.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - knobs (mid): Which collector knobs exist, and what do they mean in a container?
//   - generations (senior): Is Go's collector generational or moving?
//   - cpulimit (mid): What does `cpu: 500m` do to a Go program?
package gc

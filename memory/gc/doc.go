// Package gc reads what memory and processor time a container has, suggests the
// settings of the collector and the scheduler that go with it, applies settings, and puts them
// back.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - knobs (mid): Which collector knobs exist, and what do they mean in a container?
//   - generations (senior): Is Go's collector generational or moving?
//   - cpulimit (mid): What does `cpu: 500m` do to a Go program?
package gc

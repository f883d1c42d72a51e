// Package gc reads what memory and processor time a container has, suggests the
// settings of the collector and the scheduler that go with it, applies settings, and puts them
// back.
package gc

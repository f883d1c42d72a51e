// Package memory answers what an interviewer asks about memory, with sync.Pool
// for memory that is needed again and again, buffers, views and finalisation.
//
// [Pool] is a typed [sync.Pool] that resets what it keeps and drops what is not
// worth keeping.
package memory

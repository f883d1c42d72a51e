// want: output "read: file already closed"
// The descriptor is read from the object, which is then dead: the cleanup closes it before it is used.
package main

import (
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
)

type descriptor struct{ open atomic.Bool }

func (d *descriptor) read() error {
	if !d.open.Load() {
		return errors.New("file already closed")
	}
	return nil
}

type file struct {
	d    *descriptor
	name string
}

var closed = make(chan bool, 1)

func open(name string) *file {
	f := &file{d: new(descriptor), name: name}
	f.d.open.Store(true)
	runtime.AddCleanup(f, func(d *descriptor) { d.open.Store(false); closed <- true }, f.d)
	return f
}

func main() {
	f := open("data")
	d := f.d
	runtime.GC() // it may come at any time
	<-closed
	fmt.Println("read:", d.read())
	// runtime.KeepAlive(f) is missing here.
}

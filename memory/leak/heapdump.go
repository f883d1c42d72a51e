package leak

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
)

// Tags of the records of a heap dump, as runtime/heapdump.go writes them.
const (
	tagEOF = iota
	tagObject
	tagOtherRoot
	tagType
	tagGoroutine
	tagStackFrame
	tagParams
	tagFinalizer
	tagItab
	tagOSThread
	tagMemStats
	tagQueuedFinalizer
	tagData
	tagBSS
	tagDefer
	tagPanic
)

const maxDump = 256 << 20 // bytes of heap that are worth dumping in a test

// A dump is what of a heap dump tells who holds an object.
type dump struct {
	in      *bufio.Reader
	err     error
	pointer int // size
	order   binary.ByteOrder
	objects []block
	roots   []block
}

// A block is memory with pointers: an object, or a root with its name.
type block struct {
	name       string
	addr, size uint64
	pointers   []uint64
}

// holder says what kind of root holds the object at addr: "a global variable" or
// "the stack of TestX"; "" when it cannot tell.
func holder(addr uintptr) string {
	var m runtime.MemStats
	if runtime.ReadMemStats(&m); m.HeapAlloc > maxDump {
		return ""
	}
	f, err := os.CreateTemp("", "heap")
	if err != nil {
		return ""
	}
	defer os.Remove(f.Name())
	defer f.Close()
	debug.WriteHeapDump(f.Fd())
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return ""
	}
	d := dump{in: bufio.NewReaderSize(f, 1<<16)}
	if d.read(); d.err != nil {
		return "" // a format that a later release has changed
	}
	return d.rootOf(uint64(addr))
}

// read reads records as far as they are of use.
func (d *dump) read() {
	if header, err := d.in.ReadString('\n'); err != nil || header != "go1.7 heap dump\n" {
		d.err = fmt.Errorf("leak: heap dump: unknown header %q", header)
		return
	}
	skip := map[uint64]string{ // n: a number, s: a string
		tagType: "nnsn", tagItab: "nn", tagOSThread: "nnn", tagDefer: "nnnnnnn", tagPanic: "nnnnnn",
		tagGoroutine: "nnnnnnnnsnnnn",
	}
	for d.err == nil {
		switch tag := d.number(); tag {
		case tagParams:
			d.order = binary.LittleEndian
			if d.number() != 0 {
				d.order = binary.BigEndian
			}
			d.pointer = int(d.number())
			d.skip("nnssn")
		case tagObject:
			d.objects = append(d.objects, d.block(""))
		case tagData, tagBSS:
			d.roots = append(d.roots, d.block("a global variable"))
		case tagStackFrame:
			d.frame()
		case tagOtherRoot:
			name := d.text()
			d.roots = append(d.roots, block{name: name, pointers: []uint64{d.number()}})
		case tagFinalizer, tagQueuedFinalizer:
			d.number() // its object, which is not held before it is queued
			d.roots = append(d.roots, block{name: "a finalizer's function", pointers: []uint64{d.number()}})
			d.skip("nnn")
		case tagMemStats, tagEOF:
			return // what follows holds nothing
		default:
			form, ok := skip[tag]
			if !ok {
				d.err = fmt.Errorf("leak: heap dump: unknown tag %d", tag)
			}
			d.skip(form)
		}
	}
}

// frame reads a stack frame. Those of this package hold the object on behalf of
// the search itself.
func (d *dump) frame() {
	addr := d.number()
	d.skip("nn")
	contents := d.bytes()
	d.skip("nnn")
	name := d.text()
	b := d.fields(addr, contents)
	if !strings.Contains(name, "memory/leak.") {
		b.name = "the stack of " + name
		d.roots = append(d.roots, b)
	}
}

func (d *dump) block(name string) block {
	addr := d.number()
	b := d.fields(addr, d.bytes())
	b.name = name
	return b
}

// fields reads which of contents are pointers.
func (d *dump) fields(addr uint64, contents []byte) block {
	b := block{addr: addr, size: uint64(len(contents))}
	for d.err == nil && d.number() != 0 { // the kind; 0 ends the list
		at := d.number()
		if at+uint64(d.pointer) > uint64(len(contents)) {
			continue // an outgoing argument that belongs to the next frame
		}
		p := uint64(0)
		if d.pointer == 4 {
			p = uint64(d.order.Uint32(contents[at:]))
		} else {
			p = d.order.Uint64(contents[at:])
		}
		if p != 0 {
			b.pointers = append(b.pointers, p)
		}
	}
	return b
}

// rootOf searches from all roots at once, so that it finds a shortest way.
func (d *dump) rootOf(target uint64) string {
	slices.SortFunc(d.objects, func(a, b block) int { return cmp.Compare(a.addr, b.addr) })
	object := func(p uint64) int {
		i, exact := slices.BinarySearchFunc(d.objects, p, func(b block, p uint64) int { return cmp.Compare(b.addr, p) })
		if !exact {
			i--
		}
		if i >= 0 && p < d.objects[i].addr+d.objects[i].size {
			return i
		}
		return -1
	}
	type step struct{ object, root int }
	want := object(target)
	if want < 0 {
		return ""
	}
	seen := make([]bool, len(d.objects))
	var queue []step
	reach := func(pointers []uint64, root int) {
		for _, p := range pointers {
			if i := object(p); i >= 0 && !seen[i] {
				seen[i] = true
				queue = append(queue, step{i, root})
			}
		}
	}
	for i, r := range d.roots {
		reach(r.pointers, i)
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		if s.object == want {
			return d.roots[s.root].name
		}
		reach(d.objects[s.object].pointers, s.root)
	}
	return ""
}

func (d *dump) number() uint64 {
	n, err := binary.ReadUvarint(d.in)
	if err != nil && d.err == nil {
		d.err = err
	}
	return n
}

func (d *dump) bytes() []byte {
	n := d.number()
	if d.err == nil && n > 1<<30 {
		d.err = fmt.Errorf("leak: heap dump: %d bytes", n)
	}
	if d.err != nil {
		return nil
	}
	b := make([]byte, n)
	_, d.err = io.ReadFull(d.in, b)
	return b
}

func (d *dump) text() string { return string(d.bytes()) }

func (d *dump) skip(form string) {
	for _, c := range form {
		if c == 's' {
			d.bytes()
		} else {
			d.number()
		}
	}
}

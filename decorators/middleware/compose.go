package middleware

import (
	"io"
	"net/http"
)

// The 16 writers: an interface is kept by a type that has its methods, and a type
// has them or has not. The number's bits are those of compose.
type (
	writer0 struct{ core }
	writer1 struct {
		core
		flushing
	}
	writer2 struct {
		core
		hijacking
	}
	writer3 struct {
		core
		flushing
		hijacking
	}
	writer4 struct {
		core
		readingFrom
	}
	writer5 struct {
		core
		flushing
		readingFrom
	}
	writer6 struct {
		core
		hijacking
		readingFrom
	}
	writer7 struct {
		core
		flushing
		hijacking
		readingFrom
	}
	writer8 struct {
		core
		pushing
	}
	writer9 struct {
		core
		flushing
		pushing
	}
	writer10 struct {
		core
		hijacking
		pushing
	}
	writer11 struct {
		core
		flushing
		hijacking
		pushing
	}
	writer12 struct {
		core
		readingFrom
		pushing
	}
	writer13 struct {
		core
		flushing
		readingFrom
		pushing
	}
	writer14 struct {
		core
		hijacking
		readingFrom
		pushing
	}
	writer15 struct {
		core
		flushing
		hijacking
		readingFrom
		pushing
	}
)

// compose returns a writer that has just those of the four interfaces that inner
// has, allocated in one piece.
func compose(inner http.ResponseWriter) (http.ResponseWriter, *core) {
	has := kept(inner)
	var (
		w http.ResponseWriter
		c *core
	)
	if has&8 == 0 {
		w, c = composePlain(has)
	} else {
		w, c = composePusher(has)
	}
	c.ResponseWriter = inner
	return w, c
}

// The sets of two and more of the four interfaces, by the same numbers.
type (
	set3 interface {
		http.Flusher
		http.Hijacker
	}
	set5 interface {
		http.Flusher
		io.ReaderFrom
	}
	set6 interface {
		http.Hijacker
		io.ReaderFrom
	}
	set7 interface {
		http.Flusher
		http.Hijacker
		io.ReaderFrom
	}
	set9 interface {
		http.Flusher
		http.Pusher
	}
	set10 interface {
		http.Hijacker
		http.Pusher
	}
	set11 interface {
		http.Flusher
		http.Hijacker
		http.Pusher
	}
	set12 interface {
		io.ReaderFrom
		http.Pusher
	}
	set13 interface {
		http.Flusher
		io.ReaderFrom
		http.Pusher
	}
	set14 interface {
		http.Hijacker
		io.ReaderFrom
		http.Pusher
	}
	set15 interface {
		http.Flusher
		http.Hijacker
		io.ReaderFrom
		http.Pusher
	}
)

// kept says which of the four inner has: 1 Flusher, 2 Hijacker, 4 ReaderFrom, 8
// Pusher. One switch, the larger sets first, costs one look-up in a cache by
// type; four questions would cost four.
func kept(inner http.ResponseWriter) int {
	switch inner.(type) {
	case set15:
		return 15
	case set14:
		return 14
	case set13:
		return 13
	case set11:
		return 11
	case set7:
		return 7
	case set12:
		return 12
	case set10:
		return 10
	case set9:
		return 9
	case set6:
		return 6
	case set5:
		return 5
	case set3:
		return 3
	case http.Pusher:
		return 8
	case io.ReaderFrom:
		return 4
	case http.Hijacker:
		return 2
	case http.Flusher:
		return 1
	default:
		return 0
	}
}

// composePlain makes the writers that do not push.
func composePlain(has int) (http.ResponseWriter, *core) {
	switch has {
	case 1:
		w := &writer1{}
		w.c = &w.core
		return w, &w.core
	case 2:
		w := &writer2{}
		w.c = &w.core
		return w, &w.core
	case 3:
		w := &writer3{}
		w.flushing.c, w.hijacking.c = &w.core, &w.core
		return w, &w.core
	case 4:
		w := &writer4{}
		w.c = &w.core
		return w, &w.core
	case 5:
		w := &writer5{}
		w.flushing.c, w.readingFrom.c = &w.core, &w.core
		return w, &w.core
	case 6:
		w := &writer6{}
		w.hijacking.c, w.readingFrom.c = &w.core, &w.core
		return w, &w.core
	case 7:
		w := &writer7{}
		w.flushing.c, w.hijacking.c, w.readingFrom.c = &w.core, &w.core, &w.core
		return w, &w.core
	default:
		w := &writer0{}
		return w, &w.core
	}
}

// composePusher makes those that do, as HTTP/2 has them.
func composePusher(has int) (http.ResponseWriter, *core) {
	switch has {
	case 9:
		w := &writer9{}
		w.flushing.c, w.pushing.c = &w.core, &w.core
		return w, &w.core
	case 10:
		w := &writer10{}
		w.hijacking.c, w.pushing.c = &w.core, &w.core
		return w, &w.core
	case 11:
		w := &writer11{}
		w.flushing.c, w.hijacking.c, w.pushing.c = &w.core, &w.core, &w.core
		return w, &w.core
	case 12:
		w := &writer12{}
		w.readingFrom.c, w.pushing.c = &w.core, &w.core
		return w, &w.core
	case 13:
		w := &writer13{}
		w.flushing.c, w.readingFrom.c, w.pushing.c = &w.core, &w.core, &w.core
		return w, &w.core
	case 14:
		w := &writer14{}
		w.hijacking.c, w.readingFrom.c, w.pushing.c = &w.core, &w.core, &w.core
		return w, &w.core
	case 15:
		w := &writer15{}
		w.flushing.c, w.hijacking.c, w.readingFrom.c, w.pushing.c = &w.core, &w.core, &w.core, &w.core
		return w, &w.core
	default:
		w := &writer8{}
		w.c = &w.core
		return w, &w.core
	}
}

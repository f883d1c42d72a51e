package middleware

import (
	"io"
	"net/http"
)

// compose returns one of 16 types: an interface is kept only by a type that has
// its methods, and only if the inner writer has them too. Each is allocated in one piece.
func compose(inner http.ResponseWriter) (http.ResponseWriter, *core) {
	has := 0
	if _, ok := inner.(http.Flusher); ok {
		has |= 1
	}
	if _, ok := inner.(http.Hijacker); ok {
		has |= 2
	}
	if _, ok := inner.(io.ReaderFrom); ok {
		has |= 4
	}
	if _, ok := inner.(http.Pusher); ok {
		has |= 8
	}
	if has&8 != 0 {
		return composePusher(inner, has&7)
	}
	return composePlain(inner, has)
}

// composePlain is the half of compose for writers that do not push.
func composePlain(inner http.ResponseWriter, has int) (http.ResponseWriter, *core) {
	switch has {
	case 1:
		w := &struct {
			core
			flushing
		}{}
		w.ResponseWriter = inner
		w.c = &w.core
		return w, &w.core
	case 2:
		w := &struct {
			core
			hijacking
		}{}
		w.ResponseWriter = inner
		w.c = &w.core
		return w, &w.core
	case 3:
		w := &struct {
			core
			flushing
			hijacking
		}{}
		w.ResponseWriter = inner
		w.flushing.c, w.hijacking.c = &w.core, &w.core
		return w, &w.core
	case 4:
		w := &struct {
			core
			readingFrom
		}{}
		w.ResponseWriter = inner
		w.c = &w.core
		return w, &w.core
	case 5:
		w := &struct {
			core
			flushing
			readingFrom
		}{}
		w.ResponseWriter = inner
		w.flushing.c, w.readingFrom.c = &w.core, &w.core
		return w, &w.core
	case 6:
		w := &struct {
			core
			hijacking
			readingFrom
		}{}
		w.ResponseWriter = inner
		w.hijacking.c, w.readingFrom.c = &w.core, &w.core
		return w, &w.core
	case 7:
		w := &struct {
			core
			flushing
			hijacking
			readingFrom
		}{}
		w.ResponseWriter = inner
		w.flushing.c, w.hijacking.c, w.readingFrom.c = &w.core, &w.core, &w.core
		return w, &w.core
	default:
		w := &struct {
			core
		}{}
		w.ResponseWriter = inner
		return w, &w.core
	}
}

// composePusher is the half of compose for writers that push, as HTTP/2 does.
func composePusher(inner http.ResponseWriter, has int) (http.ResponseWriter, *core) {
	switch has {
	case 1:
		w := &struct {
			core
			flushing
			pushing
		}{}
		w.ResponseWriter = inner
		w.flushing.c, w.pushing.c = &w.core, &w.core
		return w, &w.core
	case 2:
		w := &struct {
			core
			hijacking
			pushing
		}{}
		w.ResponseWriter = inner
		w.hijacking.c, w.pushing.c = &w.core, &w.core
		return w, &w.core
	case 3:
		w := &struct {
			core
			flushing
			hijacking
			pushing
		}{}
		w.ResponseWriter = inner
		w.flushing.c, w.hijacking.c, w.pushing.c = &w.core, &w.core, &w.core
		return w, &w.core
	case 4:
		w := &struct {
			core
			readingFrom
			pushing
		}{}
		w.ResponseWriter = inner
		w.readingFrom.c, w.pushing.c = &w.core, &w.core
		return w, &w.core
	case 5:
		w := &struct {
			core
			flushing
			readingFrom
			pushing
		}{}
		w.ResponseWriter = inner
		w.flushing.c, w.readingFrom.c, w.pushing.c = &w.core, &w.core, &w.core
		return w, &w.core
	case 6:
		w := &struct {
			core
			hijacking
			readingFrom
			pushing
		}{}
		w.ResponseWriter = inner
		w.hijacking.c, w.readingFrom.c, w.pushing.c = &w.core, &w.core, &w.core
		return w, &w.core
	case 7:
		w := &struct {
			core
			flushing
			hijacking
			readingFrom
			pushing
		}{}
		w.ResponseWriter = inner
		w.flushing.c, w.hijacking.c, w.readingFrom.c, w.pushing.c = &w.core, &w.core, &w.core, &w.core
		return w, &w.core
	default:
		w := &struct {
			core
			pushing
		}{}
		w.ResponseWriter = inner
		w.c = &w.core
		return w, &w.core
	}
}

package middleware_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/decorators/middleware"
)

// fake is a writer that records which of its methods was called last.
type fake struct {
	header http.Header
	status []int
	body   strings.Builder
	called string
}

func (f *fake) Header() http.Header         { return f.header }
func (f *fake) WriteHeader(status int)      { f.status = append(f.status, status) }
func (f *fake) Write(p []byte) (int, error) { f.called = "Write"; return f.body.Write(p) }

type (
	canFlush  struct{ *fake }
	canHijack struct{ *fake }
	canRead   struct{ *fake }
	canPush   struct{ *fake }
)

func (f canFlush) Flush() { f.called = "Flush" }
func (f canHijack) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	f.called = "Hijack"
	return nil, nil, nil
}

func (f canRead) ReadFrom(r io.Reader) (int64, error) {
	f.called = "ReadFrom"
	return io.Copy(&f.body, r)
}
func (f canPush) Push(string, *http.PushOptions) error { f.called = "Push"; return nil }

type (
	rw = http.ResponseWriter
	fl = http.Flusher
	hi = http.Hijacker
	rf = io.ReaderFrom
	pu = http.Pusher
)

// writers makes the 16 combinations; the bits are flush, hijack, read, push.
var writers = [16]func(*fake) http.ResponseWriter{
	func(x *fake) rw { return struct{ rw }{x} },
	func(x *fake) rw {
		return struct {
			rw
			fl
		}{x, canFlush{x}}
	},
	func(x *fake) rw {
		return struct {
			rw
			hi
		}{x, canHijack{x}}
	},
	func(x *fake) rw {
		return struct {
			rw
			fl
			hi
		}{x, canFlush{x}, canHijack{x}}
	},
	func(x *fake) rw {
		return struct {
			rw
			rf
		}{x, canRead{x}}
	},
	func(x *fake) rw {
		return struct {
			rw
			fl
			rf
		}{x, canFlush{x}, canRead{x}}
	},
	func(x *fake) rw {
		return struct {
			rw
			hi
			rf
		}{x, canHijack{x}, canRead{x}}
	},
	func(x *fake) rw {
		return struct {
			rw
			fl
			hi
			rf
		}{x, canFlush{x}, canHijack{x}, canRead{x}}
	},
	func(x *fake) rw {
		return struct {
			rw
			pu
		}{x, canPush{x}}
	},
	func(x *fake) rw {
		return struct {
			rw
			fl
			pu
		}{x, canFlush{x}, canPush{x}}
	},
	func(x *fake) rw {
		return struct {
			rw
			hi
			pu
		}{x, canHijack{x}, canPush{x}}
	},
	func(x *fake) rw {
		return struct {
			rw
			fl
			hi
			pu
		}{x, canFlush{x}, canHijack{x}, canPush{x}}
	},
	func(x *fake) rw {
		return struct {
			rw
			rf
			pu
		}{x, canRead{x}, canPush{x}}
	},
	func(x *fake) rw {
		return struct {
			rw
			fl
			rf
			pu
		}{x, canFlush{x}, canRead{x}, canPush{x}}
	},
	func(x *fake) rw {
		return struct {
			rw
			hi
			rf
			pu
		}{x, canHijack{x}, canRead{x}, canPush{x}}
	},
	func(x *fake) rw {
		return struct {
			rw
			fl
			hi
			rf
			pu
		}{x, canFlush{x}, canHijack{x}, canRead{x}, canPush{x}}
	},
}

func TestWrapKeepsAll16(t *testing.T) {
	for i, make := range writers {
		t.Run(fmt.Sprintf("%04b", i), func(t *testing.T) {
			f := &fake{header: http.Header{}}
			w, written := middleware.Wrap(make(f))
			controller := http.NewResponseController(w)

			pusher, ok := w.(http.Pusher)
			require.Equal(t, i&8 != 0, ok)
			if ok {
				require.NoError(t, pusher.Push("/", nil))
				require.Equal(t, "Push", f.called)
				require.Zero(t, written.Status)
			}
			from, ok := w.(io.ReaderFrom)
			require.Equal(t, i&4 != 0, ok)
			if ok {
				n, err := from.ReadFrom(strings.NewReader("four"))
				require.NoError(t, err)
				require.EqualValues(t, 4, n)
				require.Equal(t, "ReadFrom", f.called)
				require.EqualValues(t, 4, written.Bytes)
				require.Equal(t, http.StatusOK, written.Status)
			}
			flusher, ok := w.(http.Flusher)
			require.Equal(t, i&1 != 0, ok)
			if ok {
				flusher.Flush()
				require.Equal(t, "Flush", f.called)
				require.Equal(t, http.StatusOK, written.Status, "a flush sends the head")
				f.called = ""
				require.NoError(t, controller.Flush())
				require.Equal(t, "Flush", f.called)
			} else {
				require.ErrorIs(t, controller.Flush(), http.ErrNotSupported)
			}
			_, ok = w.(http.Hijacker)
			require.Equal(t, i&2 != 0, ok)
			_, _, err := controller.Hijack()
			require.Equal(t, i&2 != 0, err == nil)
			require.Equal(t, i&2 != 0, written.Hijacked)

			w, written = middleware.Wrap(make(&fake{header: http.Header{}}))
			_, err = io.WriteString(w, "hello")
			require.NoError(t, err)
			require.Equal(t, middleware.Written{Status: 200, Bytes: 5}, *written)
		})
	}
}

func TestWrapStatus(t *testing.T) {
	f := &fake{header: http.Header{}}
	w, written := middleware.Wrap(f)
	w.WriteHeader(http.StatusEarlyHints)
	require.Zero(t, written.Status, "1xx is not final")
	w.WriteHeader(http.StatusTeapot)
	w.WriteHeader(http.StatusOK)
	require.Equal(t, http.StatusTeapot, written.Status, "the first final status is the one sent")
	n, err := w.Write([]byte("tea"))
	require.NoError(t, err)
	require.Equal(t, 3, n)
	require.Equal(t, middleware.Written{Status: http.StatusTeapot, Bytes: 3}, *written)
	require.Equal(t, []int{103, 418, 200}, f.status, "all are passed on: the superfluous one is net/http's to report")

	w, written = middleware.Wrap(&fake{header: http.Header{}})
	w.WriteHeader(http.StatusSwitchingProtocols)
	require.Equal(t, http.StatusSwitchingProtocols, written.Status)
}

func TestWrapAllocatesOnce(t *testing.T) {
	for _, make := range writers {
		inner := make(&fake{})
		require.LessOrEqual(t, testing.AllocsPerRun(100, func() { middleware.Wrap(inner) }), 1.0)
	}
}

// On real servers the wrapped writer has just what the server's own has.
func TestWrapOnServers(t *testing.T) {
	for _, http2 := range []bool{false, true} {
		t.Run(fmt.Sprintf("http2=%v", http2), func(t *testing.T) {
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				wrapped, _ := middleware.Wrap(w)
				wrapped, _ = middleware.Wrap(wrapped) // twice is as good as once
				controller := http.NewResponseController(wrapped)
				err := errors.Join(controller.SetWriteDeadline(time.Now().Add(time.Minute)), controller.Flush())
				fmt.Fprint(wrapped, abilities(w) == abilities(wrapped), " ", abilities(wrapped), " ", err)
			}))
			server.EnableHTTP2 = http2
			server.StartTLS()
			defer server.Close()
			client := server.Client()
			answer, err := client.Get(server.URL)
			require.NoError(t, err)
			defer answer.Body.Close()
			body, err := io.ReadAll(answer.Body)
			require.NoError(t, err)
			if http2 {
				require.Equal(t, 2, answer.ProtoMajor)
				require.Equal(t, "true [true false false true] <nil>", string(body))
			} else {
				require.Equal(t, 1, answer.ProtoMajor)
				require.Equal(t, "true [true true true false] <nil>", string(body))
			}
			client.CloseIdleConnections()
		})
	}
}

func abilities(w http.ResponseWriter) [4]bool {
	_, f := w.(http.Flusher)
	_, h := w.(http.Hijacker)
	_, r := w.(io.ReaderFrom)
	_, p := w.(http.Pusher)
	return [4]bool{f, h, r, p}
}

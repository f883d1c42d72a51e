package middleware_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/decorators/middleware"
)

// serve gives h one GET and returns the answer.
func serve(h http.Handler, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "/path?secret=1", nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func text(s string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, s) })
}

func TestRecover(t *testing.T) {
	var seen []any
	note := func(_ *http.Request, v any, stack []byte) {
		seen = append(seen, v)
		if !bytes.Contains(stack, []byte("layers_test.go")) {
			seen = append(seen, "no stack")
		}
	}
	w := serve(middleware.Recover(note)(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("boom") })))
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.Equal(t, []any{"boom"}, seen)

	require.PanicsWithValue(t, http.ErrAbortHandler, func() {
		serve(middleware.Recover(note)(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })))
	})
	require.Len(t, seen, 1, "ErrAbortHandler is no bug to report")
	require.PanicsWithValue(t, http.ErrAbortHandler, func() {
		serve(middleware.Recover(nil)(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "half an ans")
			panic("boom")
		})))
	}, "half an answer is not made to look whole")
	require.Equal(t, "ok", serve(middleware.Recover(nil)(text("ok"))).Body.String())

	done := make(chan bool)
	go func() {
		returned := false
		defer func() { done <- returned }()
		serve(middleware.Recover(nil)(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { runtime.Goexit() })))
		returned = true
	}()
	require.False(t, <-done)
}

func TestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		wait := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		begun := time.Now()
		w := serve(middleware.Timeout(time.Second)(wait))
		require.Equal(t, http.StatusServiceUnavailable, w.Code)
		require.Equal(t, time.Second, time.Since(begun))

		w = serve(middleware.Timeout(time.Second)(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusTeapot)
			<-r.Context().Done()
			require.ErrorContains(t, context.Cause(r.Context()), "middleware: request timeout after 1s")
		})))
		require.Equal(t, http.StatusTeapot, w.Code, "what the handler wrote stands")
		require.Empty(t, w.Body.String())

		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		recorder := httptest.NewRecorder()
		middleware.Timeout(time.Second)(wait).ServeHTTP(recorder, httptest.NewRequestWithContext(ctx, "GET", "/", nil))
		require.Equal(t, 0, recorder.Body.Len(), "the client has gone: that is no timeout")
	})
	require.Panics(t, func() { middleware.Timeout(0) })
}

func TestObserve(t *testing.T) {
	var got middleware.Observation
	observed := middleware.Observe(func(_ *http.Request, o middleware.Observation) { got = o })
	synctest.Test(t, func(t *testing.T) {
		serve(observed(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(time.Second)
			fmt.Fprint(w, "hello") // only Write is called
		})))
		require.Equal(t, middleware.Observation{Written: middleware.Written{Status: 200, Bytes: 5}, Duration: time.Second}, got)
	})
	for status, h := range map[int]http.HandlerFunc{
		200: func(http.ResponseWriter, *http.Request) {},
		500: func(http.ResponseWriter, *http.Request) { panic("boom") },
		404: http.NotFound,
		418: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(418); panic("boom") },
	} {
		func() {
			defer func() { _ = recover() }()
			serve(observed(h))
		}()
		require.Equal(t, status, got.Status)
		require.Equal(t, status == 500 || status == 418, got.Panicked)
	}
}

func TestLog(t *testing.T) {
	var out bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == "took" {
			return slog.Attr{}
		}
		return a
	}}))
	serve(middleware.Chain(text("hello"), middleware.RequestID, middleware.Log(logger)), "X-Request-Id", "id-1")
	require.Equal(t, "level=INFO msg=request method=GET path=/path status=200 bytes=5 id=id-1\n", out.String())
	require.Panics(t, func() { middleware.Log(nil) })
}

func TestRequestID(t *testing.T) {
	var id string
	h := middleware.RequestID(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { id = middleware.ID(r.Context()) }))
	w := serve(h, "X-Request-Id", "abc-DEF_1.2")
	require.Equal(t, "abc-DEF_1.2", id)
	require.Equal(t, id, w.Header().Get("X-Request-Id"))
	seen := map[string]bool{}
	for _, bad := range []string{"", "with space", "line\nfeed", "<script>", strings.Repeat("a", 65)} {
		w = serve(h, "X-Request-Id", bad)
		require.NotEqual(t, bad, id)
		require.GreaterOrEqual(t, len(id), 26)
		require.False(t, seen[id])
		seen[id] = true
		require.Equal(t, id, w.Header().Get("X-Request-Id"))
	}
	require.Empty(t, middleware.ID(t.Context()))
}

func TestCompress(t *testing.T) {
	long := strings.Repeat("compress me ", 1000)
	for _, row := range []struct {
		name, accept string
		h            http.HandlerFunc
		compressed   bool
	}{
		{"sniffed text", "gzip, br", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, long) }, true},
		{"star", "br, *;q=0.1", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, long) }, true},
		{"not accepted", "", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, long) }, false},
		{"refused", "gzip;q=0, *", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, long) }, false},
		{"json by pieces", "gzip", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			w.Header().Set("Content-Length", fmt.Sprint(len(long)))
			w.Header().Set("Etag", `"v1"`)
			w.WriteHeader(http.StatusAccepted)
			fmt.Fprint(w, long[:100])
			_ = http.NewResponseController(w).Flush()
			_, _ = io.Copy(w, strings.NewReader(long[100:]))
		}, true},
		{"an image", "gzip", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "image/png")
			fmt.Fprint(w, long)
		}, false},
		{"encoded already", "gzip", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			w.Header().Set("Content-Encoding", "br")
			fmt.Fprint(w, long)
		}, false},
		{"announced as short", "gzip", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			w.Header().Set("Content-Length", "5")
			fmt.Fprint(w, "hello")
		}, false},
		{"no content", "gzip", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			w.WriteHeader(http.StatusNoContent)
		}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			plain := serve(row.h)
			got := serve(middleware.Compress(row.h), "Accept-Encoding", row.accept)
			require.Equal(t, plain.Code, got.Code)
			require.Equal(t, "Accept-Encoding", got.Header().Get("Vary"))
			require.Equal(t, row.compressed, got.Header().Get("Content-Encoding") == "gzip")
			body := got.Body.Bytes()
			if row.compressed {
				require.Empty(t, got.Header().Get("Content-Length"))
				require.NotContains(t, []string{`"v1"`}, got.Header().Get("Etag"))
				require.Less(t, len(body), len(long)/10)
				z, err := gzip.NewReader(bytes.NewReader(body))
				require.NoError(t, err)
				body, err = io.ReadAll(z)
				require.NoError(t, err)
				require.Equal(t, http.DetectContentType(body)[:4] == "text", strings.HasPrefix(got.Header().Get("Content-Type"), "text") || row.name == "json by pieces")
			}
			require.Equal(t, plain.Body.Bytes(), body)
		})
	}
}

// A panic must not be followed by the end of a gzip stream.
func TestCompressAfterPanic(t *testing.T) {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	require.Panics(t, func() {
		middleware.Compress(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, strings.Repeat("half ", 1000))
			panic("boom")
		})).ServeHTTP(w, r)
	})
	z, err := gzip.NewReader(w.Body)
	if err == nil {
		_, err = io.ReadAll(z)
	}
	require.Error(t, err)
}

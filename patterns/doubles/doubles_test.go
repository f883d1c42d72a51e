package doubles_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goconcepts/cookbook/patterns/doubles"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errDown = errors.New("down")

func TestScriptPlaysInOrderAndRecords(t *testing.T) {
	s := doubles.NewScript[string](doubles.Step[int]{Err: errDown}, doubles.Step[int]{Value: 7})
	require.Equal(t, 2, s.Left())
	_, err := s.Call(t.Context(), "a")
	require.Equal(t, errDown, err)
	v, err := s.Call(t.Context(), "b")
	require.NoError(t, err)
	require.Equal(t, 7, v)
	require.Zero(t, s.Left())
	_, err = s.Call(t.Context(), "c")
	require.ErrorIs(t, err, doubles.ErrExhausted)
	require.EqualError(t, err, "doubles: the script has no step left: call 3 of 2")
	require.Equal(t, []string{"a", "b", "c"}, s.Calls())
	require.Zero(t, s.Left())
}

func TestScriptStepWaitsForItsChannelOrTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		s := doubles.NewScript[int](doubles.Step[string]{Value: "late", Until: release}, doubles.Step[string]{Until: make(chan struct{})})
		got := make(chan string)
		go func() {
			v, err := s.Call(t.Context(), 1)
			if err != nil {
				v = err.Error()
			}
			got <- v
		}()
		synctest.Wait()
		select {
		case <-got:
			t.Fatal("the call did not wait")
		default:
		}
		close(release)
		require.Equal(t, "late", <-got)

		cause := errors.New("left")
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, cause)
		defer cancel()
		_, err := s.Call(ctx, 2)
		require.ErrorIs(t, err, cause)
	})
}

func TestScriptIsSafeForGoroutines(t *testing.T) {
	steps := make([]doubles.Step[int], 100)
	for i := range steps {
		steps[i].Value = i
	}
	s := doubles.NewScript[int](steps...)
	var wg sync.WaitGroup
	sum := make([]int, 100)
	for i := range 100 {
		wg.Go(func() { sum[i], _ = s.Call(t.Context(), i) })
	}
	wg.Wait()
	total := 0
	for _, v := range sum {
		total += v
	}
	require.Equal(t, 99*100/2, total, "each step is played once")
}

// Both the whiteboard double and the package's keep the promise of the question.
func TestTransportAndWhiteboardPlayTheSame(t *testing.T) {
	answer := func() (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader("data"))}, nil
	}
	refuse := func() (*http.Response, error) { return nil, errDown }
	transport := doubles.NewTransport(doubles.Response{Err: errDown}, doubles.Response{Body: "data"})
	for name, rt := range map[string]http.RoundTripper{
		"whiteboard": &playlist{answers: []func() (*http.Response, error){refuse, answer}},
		"package":    transport,
	} {
		body, err := fetch(t.Context(), &http.Client{Transport: rt}, "http://service/data")
		require.NoError(t, err, name)
		require.Equal(t, "data", body, name)
	}
	require.Len(t, transport.Requests(), 2)
	require.Equal(t, "http://service/data", transport.Requests()[0].URL)
	require.Zero(t, transport.Left())
	require.Zero(t, transport.Unclosed())
}

func TestTransportCountsUnclosedBodies(t *testing.T) {
	transport := doubles.NewTransport(doubles.Response{Status: 404, Body: "none", Header: http.Header{"X-A": {"1"}}})
	client := &http.Client{Transport: transport}
	resp, err := client.Post("http://service/", "text/plain", strings.NewReader("question"))
	require.NoError(t, err)
	require.Equal(t, 404, resp.StatusCode)
	require.Equal(t, "404 Not Found", resp.Status)
	require.Equal(t, "1", resp.Header.Get("X-A"))
	require.Equal(t, "question", transport.Requests()[0].Body)
	require.Equal(t, 1, transport.Unclosed())
	require.NoError(t, resp.Body.Close())
	require.NoError(t, resp.Body.Close(), "closing twice counts once")
	require.Zero(t, transport.Unclosed())
	_, err = client.Get("http://service/")
	require.ErrorIs(t, err, doubles.ErrExhausted)
}

func TestTransportKeepsAnswersForLiveRequests(t *testing.T) {
	transport := doubles.NewTransport(doubles.Response{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://service/", nil)
	require.NoError(t, err)
	_, err = transport.RoundTrip(req)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 1, transport.Left())
}

func TestRecorderIsPlayedBack(t *testing.T) {
	live := doubles.NewTransport(doubles.Response{Status: 201, Body: "made", Header: http.Header{"X-A": {"1"}}}, doubles.Response{Err: errDown})
	recorder := &doubles.Recorder{Next: live}
	for _, rt := range []http.RoundTripper{recorder, nil} {
		if rt == nil {
			rt = doubles.NewTransport(recorder.Answers()...)
		}
		client := &http.Client{Transport: rt}
		resp, err := client.Get("http://service/")
		require.NoError(t, err)
		text, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, "made", string(text))
		require.Equal(t, 201, resp.StatusCode)
		require.Equal(t, "1", resp.Header.Get("X-A"))
		_, err = client.Get("http://service/")
		require.ErrorIs(t, err, errDown)
	}
	require.Zero(t, live.Unclosed())
}

func TestRecorderUsesTheDefaultTransport(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello") }))
	defer server.Close()
	defer http.DefaultClient.CloseIdleConnections()
	var recorder doubles.Recorder
	resp, err := (&http.Client{Transport: &recorder}).Get(server.URL)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, "hello", recorder.Answers()[0].Body)
}

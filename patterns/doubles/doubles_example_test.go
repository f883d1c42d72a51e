package doubles_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/goconcepts/cookbook/patterns/doubles"
)

func ExampleNewScript() {
	script := doubles.NewScript[int](
		doubles.Step[string]{Err: errors.New("busy")},
		doubles.Step[string]{Value: "user 7"},
	)
	find := script.Call // what the code under test is given
	_, err := find(context.Background(), 7)
	user, _ := find(context.Background(), 7)
	fmt.Println(err, user, script.Calls(), script.Left())
	// Output: busy user 7 [7 7] 0
}

// accounts is what the code under test needs, and scripted a double of it: a script a method.
type (
	accounts interface {
		Owner(ctx context.Context, id int) (string, error)
		Close(ctx context.Context, id int) error
	}
	scripted struct {
		owner *doubles.Script[int, string]
		close *doubles.Script[int, struct{}]
	}
)

func (s scripted) Owner(ctx context.Context, id int) (string, error) { return s.owner.Call(ctx, id) }

func (s scripted) Close(ctx context.Context, id int) error {
	_, err := s.close.Call(ctx, id)
	return err
}

func ExampleScript() {
	double := scripted{
		owner: doubles.NewScript[int](doubles.Step[string]{Value: "ann"}),
		close: doubles.NewScript[int](doubles.Step[struct{}]{Err: errors.New("still in use")}, doubles.Step[struct{}]{}),
	}
	var store accounts = double // what the code under test is given
	owner, _ := store.Owner(context.Background(), 7)
	first, second := store.Close(context.Background(), 7), store.Close(context.Background(), 7)
	fmt.Println(owner, "|", first, "|", second)
	fmt.Println("asked:", double.owner.Calls(), double.close.Calls(), "not played:", double.owner.Left()+double.close.Left())
	// Output:
	// ann | still in use | <nil>
	// asked: [7] [7 7] not played: 0
}

func ExampleNewTransport() {
	transport := doubles.NewTransport(
		doubles.Response{Err: errors.New("connection refused")},
		doubles.Response{Status: http.StatusOK, Body: "data"},
	)
	client := &http.Client{Transport: transport}
	_, err := client.Get("http://service/")
	resp, _ := client.Get("http://service/")
	fmt.Println(err != nil, resp.StatusCode, len(transport.Requests()), "unclosed:", transport.Unclosed())
	resp.Body.Close()
	fmt.Println("unclosed:", transport.Unclosed())
	// Output:
	// true 200 2 unclosed: 1
	// unclosed: 0
}

func ExampleRecorder() {
	recorder := &doubles.Recorder{Next: doubles.NewTransport(doubles.Response{Body: "live"})}
	resp, _ := (&http.Client{Transport: recorder}).Get("http://service/")
	resp.Body.Close()
	replay := doubles.NewTransport(recorder.Answers()...)
	resp, _ = (&http.Client{Transport: replay}).Get("http://service/")
	resp.Body.Close()
	for _, r := range replay.Requests() {
		fmt.Println(r.Method, r.URL)
	}
	// Output: GET http://service/
}

func ExampleOnce() {
	payments := 0
	pay := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		payments++
		w.WriteHeader(http.StatusCreated)
	})
	handler, err := doubles.Once(pay, doubles.OnceConfig{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 2 {
		r := httptest.NewRequest(http.MethodPost, "/pay", strings.NewReader(`{"cents":250}`))
		r.Header.Set("Idempotency-Key", "7f3c")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(w.Code, "replayed:", w.Header().Get("Idempotency-Replayed") == "true")
	}
	fmt.Println("payments:", payments)
	// Output:
	// 201 replayed: false
	// 201 replayed: true
	// payments: 1
}
